package dev.procdeck.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketAgentLinkTest {
    private static final Duration PULSE = Duration.ofMillis(20);

    @TempDir Path folder;
    private final LinkedBlockingQueue<LinkState> states = new LinkedBlockingQueue<>();

    @Test
    void anAgentThatStandsStillIsNotTakenForAQuietHost() throws Exception {
        try (FakeAgent agent = FakeAgent.at(folder.resolve("agent.sock"));
                SocketAgentLink link = open(Duration.ofMillis(200))) {
            link.watch(Set.of(Topic.SERVICES));
            assertThat(next().connected()).isTrue();
            agent.standStill();
            assertThat(next().reason()).isEqualTo("agent_silent");
        }
    }

    @Test
    void aQuietAgentThatAnswersIsKept() throws Exception {
        try (FakeAgent agent = FakeAgent.at(folder.resolve("agent.sock"));
                SocketAgentLink link = open(Duration.ofMinutes(1))) {
            link.watch(Set.of(Topic.SERVICES));
            assertThat(next().connected()).isTrue();
            while (agent.timesWatched() < 10) {
                TimeUnit.MILLISECONDS.sleep(PULSE.toMillis());
            }
            assertThat(states).isEmpty();
        }
    }

    private SocketAgentLink open(Duration longestSilence) {
        SocketAgentLink link =
                new SocketAgentLink(
                        folder.resolve("agent.sock"),
                        "test",
                        Clock.systemUTC(),
                        PULSE,
                        longestSilence);
        link.listen(
                new AgentLink.Listener() {
                    @Override
                    public void live(Live live) {}

                    @Override
                    public void stateChanged(LinkState state) {
                        states.add(state);
                    }
                });
        link.start();
        return link;
    }

    private LinkState next() throws InterruptedException {
        LinkState state = states.poll(1, TimeUnit.MINUTES);
        assertThat(state).isNotNull();
        return state;
    }
}

package dev.procdeck.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.CommandPreview;
import dev.procdeck.protocol.answer.HostFacts;
import dev.procdeck.protocol.answer.PolicyExplanation;
import dev.procdeck.protocol.answer.PolicyView;
import dev.procdeck.protocol.answer.ProcessDetail;
import dev.procdeck.protocol.answer.Schedule;
import dev.procdeck.protocol.live.EventRow;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.SocketRow;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.protocol.operation.Operation;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.Role;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a running agent says of this host, asked and watched.
@Timeout(60)
class AgentQueriesTest extends SharedAgent {
    @Test
    void whyIsAnsweredWithTheLineThatDecides() throws Exception {
        PolicyExplanation why =
                (PolicyExplanation)
                        agent.ask(
                                new Query.ExplainPolicy(
                                        AgentProcess.intent(1, Role.OPERATOR).actor(),
                                        "restart",
                                        "nginx"));
        assertThat(why.permission().allowed()).isTrue();
        assertThat(why.target()).isEqualTo("nginx.service");
        assertThat(why.lines())
                .filteredOn(PolicyExplanation.Line::decides)
                .extracting(PolicyExplanation.Line::text)
                .containsExactly("allow operator start,stop,restart on *");
        PolicyExplanation not =
                (PolicyExplanation)
                        agent.ask(
                                new Query.ExplainPolicy(
                                        AgentProcess.intent(1, Role.ADMIN).actor(),
                                        "stop",
                                        "dbus"));
        assertThat(not.permission().code()).isEqualTo("protected_unit");
        assertThat(not.lines()).hasSize(1);
    }

    @Test
    void secretsInCommandLinesDoNotLeave() throws Exception {
        Process victim =
                new ProcessBuilder("sh", "-c", "sleep 30; :", "--password", "hunter2secret")
                        .start();
        ProcessDetail detail =
                (ProcessDetail) agent.ask(new Query.ProcessDetail((int) victim.pid()));
        assertThat(detail.toString()).doesNotContain("hunter2secret");
        assertThat(detail.arguments()).contains("--password", Masking.MASK);
        victim.destroyForcibly();
    }

    @Test
    void watchingShowsAProcessComeAndGo() throws Exception {
        assertThat(agent.ask(new Operation.Watch(Set.of(Topic.PROCESSES, Topic.RESOURCES), 200)))
                .isEqualTo(new Answer.Watching(200));
        Live.ProcessesFrame full = agent.frame(Live.ProcessesFrame.class);
        assertThat(full.base()).isNull();
        assertThat(full.rows()).anyMatch(row -> row.key().pid() == agent.process.pid());
        Process victim = sleeper();
        ProcessKey key = AgentProcess.key(victim);
        ProcessRow row = null;
        while (row == null) {
            row = find(agent.frame(Live.ProcessesFrame.class), key);
        }
        assertThat(row.cmdline()).isEqualTo("sleep 30");
        victim.destroyForcibly().waitFor();
        boolean gone = false;
        while (!gone) {
            gone = agent.frame(Live.ProcessesFrame.class).gone().contains(key);
        }
        Live.ResourcesFrame totals = agent.frame(Live.ResourcesFrame.class);
        while (totals.resources().cpu() == null) {
            totals = agent.frame(Live.ResourcesFrame.class);
        }
        var cpu = totals.resources().cpu();
        assertThat(
                        cpu.us() + cpu.sy() + cpu.ni() + cpu.id() + cpu.wa() + cpu.hi() + cpu.si()
                                + cpu.st())
                .isBetween(99.0, 101.0);
        agent.ask(new Operation.Watch(Set.of(), 1000));
        // Five periods without a frame: it has stopped. One that goes on runs into the time limit.
        while (agent.frames.poll(1, TimeUnit.SECONDS) != null) {
            continue;
        }
    }

    @Test
    void watchingSocketsShowsAListenerWithItsOwner() throws Exception {
        try (ServerSocket listener = new ServerSocket(0)) {
            agent.ask(new Operation.Watch(Set.of(Topic.SOCKETS), 300));
            Live.SocketsFrame full = agent.frame(Live.SocketsFrame.class);
            assertThat(full.base()).isNull();
            SocketRow row =
                    full.rows().stream()
                            .filter(r -> r.localPort() == listener.getLocalPort())
                            .findFirst()
                            .orElseThrow();
            assertThat(row.state()).isEqualTo("LISTEN");
            assertThat(row.owners())
                    .anyMatch(owner -> owner.key().pid() == ProcessHandle.current().pid());
            agent.ask(new Operation.Watch(Set.of(), 300));
        }
    }

    @Test
    void theSocketsOfOneProcessAreToldWithoutATableOfAll() throws Exception {
        ProcessKey me = AgentProcess.key((int) ProcessHandle.current().pid());
        try (ServerSocket listener = new ServerSocket(0)) {
            Answer.HeldSockets held =
                    (Answer.HeldSockets) agent.ask(new Query.SocketsOfProcess(me));
            assertThat(held.missing()).isNull();
            assertThat(held.sockets())
                    .filteredOn(row -> row.localPort() == listener.getLocalPort())
                    .singleElement()
                    .satisfies(row -> {
                        assertThat(row.state()).isEqualTo("LISTEN");
                        assertThat(row.owners()).extracting(SocketRow.Owner::key).containsOnly(me);
                    });
        }
        ProcessKey before = new ProcessKey(me.pid(), me.startTicks() - 1);
        assertThat(agent.ask(new Query.SocketsOfProcess(before)))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused ->
                                assertThat(refused.problem().code()).isEqualTo("no_such_process"));
        assertThat(agent.ask(new Query.SocketsOfService("no-such.service")))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused ->
                                assertThat(refused.problem().code()).isEqualTo("no_such_service"));
    }

    @Test
    void factsScheduleAndPolicyAreAnswered() throws Exception {
        HostFacts facts = (HostFacts) agent.ask(new Query.Host());
        assertThat(facts.hostName()).isNotEmpty();
        assertThat(facts.cpuCount()).isPositive();
        assertThat(facts.bootId()).isEqualTo(agent.bootId());
        assertThat(agent.ask(new Query.Schedule())).isInstanceOf(Schedule.class);
        PolicyView policy =
                (PolicyView)
                        agent.ask(new Query.Policy(AgentProcess.intent(1, Role.OPERATOR).actor()));
        assertThat(policy.rights().get("start").allowed()).isTrue();
        assertThat(policy.rights().get("enable").allowed()).isFalse();
        assertThat(policy.rights().get("command").allowed()).isFalse();
    }

    @Test
    void aProgramThatIsNotListedNamesTheLineThatAllowsIt() throws Exception {
        CommandPreview preview =
                (CommandPreview)
                        agent.ask(
                                new Query.CommandPreview(
                                        AgentProcess.intent(1, Role.ADMIN).actor(),
                                        "tail -f 'a b'",
                                        null));
        assertThat(preview.arguments()).containsExactly("tail", "-f", "a b");
        assertThat(preview.permission().allowed()).isFalse();
        assertThat(preview.allowLine()).matches("procdeck policy allow /(usr/)?bin/tail");
    }

    @Test
    void aProcessOfAMomentIsInTheFeedLiveAndRemembered() throws Exception {
        agent.ask(new Operation.Watch(Set.of(Topic.EVENTS), 1000));
        // The whole feed comes first, whatever is in it.
        agent.frame(Live.EventsFrame.class);
        Process moment = new ProcessBuilder("/bin/sh", "-c", "exit 3", "--token=hunter2").start();
        moment.waitFor();
        EventRow row = null;
        while (row == null || row.end() == null) {
            row = find(agent.frame(Live.EventsFrame.class), moment.pid(), row);
        }
        assertThat(row.program().cmdline())
                .startsWith("/bin/sh -c exit 3 --token=")
                .doesNotContain("hunter2");
        assertThat(row.end().exitCode()).isEqualTo(3);
        agent.ask(new Operation.Watch(Set.of(), 1000));
        long id = row.id();
        Answer.Events remembered = (Answer.Events) agent.ask(new Query.Events(null, null));
        assertThat(remembered.rows()).anyMatch(each -> each.id() == id);
        assertThat(remembered.feed().source()).isIn("bpf", "connector");
    }

    private static EventRow find(Live.EventsFrame frame, long pid, EventRow before) {
        return frame.rows().stream()
                .filter(row -> row.begin().key().pid() == pid)
                .findFirst()
                .orElse(before);
    }

    private static ProcessRow find(Live.ProcessesFrame frame, ProcessKey key) {
        return frame.rows().stream()
                .filter(row -> row.key().equals(key) && row.cmdline().startsWith("sleep"))
                .findFirst()
                .orElse(null);
    }
}

package dev.procdeck.server.agent;

import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.server.ServerOptions;
import dev.procdeck.server.live.LiveTables;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/// Puts the link, the tables and the union of what is looked at together.
@Configuration(proxyBeanMethods = false)
class AgentConfiguration {
    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService timer() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("timer").daemon().factory());
    }

    @Bean
    LiveTables liveTables() {
        return new LiveTables();
    }

    @Bean(destroyMethod = "close")
    SocketAgentLink agentLink(ServerOptions options, Clock clock, LiveTables tables) {
        Path socket = options.socket();
        Path place = socket == null ? options.dataDir().resolve("no-agent.sock") : socket;
        SocketAgentLink link = new SocketAgentLink(place, "0.1.0", clock);
        link.listen(new TableFeed(tables, link));
        return link;
    }

    @Bean
    Looking looking(AgentLink link, LiveTables tables, ScheduledExecutorService timer) {
        return new Looking(new Union(link, tables)::change, timer, System::nanoTime);
    }

    /// Connects when all who listen are there.
    @Bean
    Starter agentLinkStarter(SocketAgentLink link) {
        return new Starter(link);
    }

    record Starter(SocketAgentLink link) {
        @EventListener
        void ready(ApplicationReadyEvent event) {
            link.start();
        }
    }

    /// Carries frames into the tables, and empties them when the agent is gone.
    private record TableFeed(LiveTables tables, AgentLink link) implements AgentLink.Listener {
        @Override
        public void live(Live live) {
            Topic lost = tables.apply(live);
            if (lost != null) {
                link.resync(lost);
            }
        }

        @Override
        public void stateChanged(LinkState state) {
            if (!state.connected()) {
                for (Topic topic : Topic.values()) {
                    tables.forget(topic);
                }
            }
        }
    }

    /// Tells the agent what to sample; a topic that nobody looks at is forgotten here too.
    private static final class Union {
        private final AgentLink link;
        private final LiveTables tables;
        private Set<Topic> before = EnumSet.noneOf(Topic.class);

        Union(AgentLink link, LiveTables tables) {
            this.link = link;
            this.tables = tables;
        }

        void change(Set<Topic> topics) {
            link.watch(topics);
            before.removeAll(topics);
            before.forEach(tables::forget);
            before = EnumSet.copyOf(topics);
        }
    }
}

package dev.procdeck.server.agent;

import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.protocol.operation.Operation;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/// The way to one agent, whatever carries it. Thread-safe.
public interface AgentLink {
    /// The wanted time between two ticks.
    int PERIOD_MILLIS = 1000;

    /// Who is told what comes over the link. Calls must not wait.
    interface Listener {
        /// News from the agent, in order.
        void live(Live live);

        /// The agent has greeted, before the link is said to be up; this call may wait.
        ///
        /// @param lastOperationId the highest operation id in its journal, 0 when it is empty
        default void greeted(long lastOperationId) {}

        /// The link came or went; told at once.
        void stateChanged(LinkState state);
    }

    /// Adds a listener; those who come first are told first.
    void listen(Listener listener);

    LinkState state();

    /// Sends one operation. The future ends with an exception when the link is down or goes before
    /// the answer, and when there is none by the deadline.
    CompletableFuture<Answer> send(Operation operation, Duration deadline);

    /// Sets what the agent shall publish, also over later connections.
    void watch(Set<Topic> topics);

    /// Asks for the whole table of a topic again.
    void resync(Topic topic);
}

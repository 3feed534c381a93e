package dev.procdeck.protocol.operation;

import dev.procdeck.protocol.live.Topic;
import java.util.Set;

/// Everything that the server may ask of the agent. The set is closed: the agent switches over it
/// without a default.
public sealed interface Operation permits Operation.Watch, Act, Query {

    /// Replaces what this connection watches. An empty set stops the sampling for it.
    ///
    /// @param topics what to publish
    /// @param periodMillis the wanted time between two ticks, 100 to 10,000
    record Watch(Set<Topic> topics, int periodMillis) implements Operation {
        public Watch {
            topics = Set.copyOf(topics);
        }
    }
}

package dev.procdeck.agent.acts;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.operation.Outcome;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What became of looking at an act before it happens.
sealed interface Prepared {
    /// It must not happen.
    record Refused(Outcome outcome) implements Prepared {}

    /// It may happen.
    ///
    /// @param kind for the journal: `service`, `signal`, `priority`, `command`, `cancel` or
    ///   `secrets`
    /// @param operation the verb, signal or nice value
    /// @param target what it acts on, without secrets
    /// @param process which process, for acts on one
    /// @param before the state before
    /// @param busyKey what only one act at a time may touch; null when that does not matter
    record Ready(
            String kind,
            String operation,
            String target,
            @Nullable ProcessKey process,
            @Nullable String before,
            @Nullable String busyKey,
            Perform perform)
            implements Prepared {}

    /// The act itself.
    @FunctionalInterface
    interface Perform {
        /// Acts, looks at what came of it, and says so. Blocks for as long as that takes.
        Outcome perform(Consumer<Step> steps) throws InterruptedException;
    }

    /// A step of an act that still runs.
    record Step(String code, java.util.Map<String, String> parameters) {}
}

package dev.procdeck.protocol.operation;

import dev.procdeck.protocol.ProcessKey;
import org.jspecify.annotations.Nullable;

/// An operation that changes the host. Each is journalled by the agent before it happens and
/// answered by an [Outcome].
public sealed interface Act extends Operation {
    Intent intent();

    /// Acts on one service.
    ///
    /// @param name a unit or program name; without a suffix it means `.service`
    /// @param confirmation the name as typed by the person, for units that ask for it
    record OnService(
            Intent intent,
            String name,
            ServiceVerb verb,
            JobMode mode,
            @Nullable String confirmation)
            implements Act {}

    /// Sends one signal to one process, which must still be the one that was looked at.
    ///
    /// @param bootId the boot in which it was looked at
    /// @param signal without SIG, for example `TERM`
    /// @param confirmation the process name as typed by the person, where the policy asks for it
    record Signal(
            Intent intent,
            String bootId,
            ProcessKey process,
            String signal,
            @Nullable String confirmation)
            implements Act {}

    /// Sets the nice value of one process.
    record Priority(Intent intent, String bootId, ProcessKey process, int nice) implements Act {}

    /// Runs a custom command without a shell. Output is published as [Live.CommandOutput].
    ///
    /// @param command as typed; the agent splits it and judges it by the policy
    /// @param service the service that the record names, whose state is shown afterwards
    record Command(Intent intent, String command, @Nullable String service) implements Act {}

    /// Ends a custom command with everything that it started.
    ///
    /// @param commandOperationId the operation that runs it
    record Cancel(Intent intent, long commandOperationId) implements Act {}
}

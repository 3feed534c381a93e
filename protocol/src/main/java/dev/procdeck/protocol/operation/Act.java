package dev.procdeck.protocol.operation;

import dev.procdeck.protocol.ProcessKey;
import java.util.List;
import java.util.Map;
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

    /// Sends one signal to every process of a group: a process with all its descendants, or the
    /// control group of a service. Exactly one of `root` and `service` is given.
    ///
    /// @param bootId the boot in which it was looked at
    /// @param root the process at the head of a tree
    /// @param service the service whose processes are meant
    /// @param confirmation the name as typed by the person, where the policy asks for it
    record SignalGroup(
            Intent intent,
            String bootId,
            @Nullable ProcessKey root,
            @Nullable String service,
            String signal,
            @Nullable String confirmation)
            implements Act {}

    /// Sets how one process is scheduled, with all its threads; what is null or empty stays as it
    /// is.
    ///
    /// @param nice -20 to 19
    /// @param cpus numbers of the CPUs that it may run on
    record Priority(
            Intent intent,
            String bootId,
            ProcessKey process,
            @Nullable Integer nice,
            @Nullable IoPriority ioPriority,
            List<Integer> cpus)
            implements Act {
        public Priority {
            cpus = List.copyOf(cpus);
        }
    }

    /// How urgent a process's storage I/O is.
    ///
    /// @param ioClass 1 real time, 2 best effort, 3 idle
    /// @param level 0 (first) to 7
    record IoPriority(int ioClass, int level) {}

    /// Runs a custom command without a shell. Output is published as [Live.CommandOutput].
    ///
    /// @param command as typed; the agent splits it and judges it by the policy
    /// @param service the service that the record names, whose state is shown afterwards
    record Command(Intent intent, String command, @Nullable String service) implements Act {}

    /// Runs a command that the policy holds ready under a name.
    ///
    /// @param id the template's name
    /// @param values one for each of its parameters, by name
    record Template(Intent intent, String id, Map<String, String> values) implements Act {
        public Template {
            values = Map.copyOf(values);
        }
    }

    /// Ends a custom command with everything that it started.
    ///
    /// @param commandOperationId the operation that runs it
    record Cancel(Intent intent, long commandOperationId) implements Act {}
}

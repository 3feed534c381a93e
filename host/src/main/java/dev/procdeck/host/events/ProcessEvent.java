package dev.procdeck.host.events;

import dev.procdeck.host.processes.CommandLine;
import dev.procdeck.host.processes.ControlGroup;
import dev.procdeck.host.processes.ProcessIdentity;
import org.jspecify.annotations.Nullable;

/// One thing that happened to one process, in this reader's PID namespace. Threads and kernel
/// threads have no events. Immutable.
public sealed interface ProcessEvent {
    Subject subject();

    /// When it happened, in nanoseconds since boot.
    long timeNanos();

    /// The process at that moment. What the source could not tell is null.
    ///
    /// @param startNanos since boot; of the precision of the source
    /// @param parentPid 0 where the parent is in another namespace
    /// @param uid effective user id
    /// @param group its control group in the hierarchy of the service manager
    record Subject(
            ProcessIdentity identity,
            long startNanos,
            @Nullable Integer parentPid,
            @Nullable String parentComm,
            @Nullable Integer uid,
            @Nullable String comm,
            @Nullable ControlGroup group) {}

    /// It began, as a copy of its parent.
    record Forked(Subject subject, long timeNanos) implements ProcessEvent {}

    /// It runs another program from now on.
    ///
    /// @param commandLine null where it could not be read in time
    record Executed(Subject subject, long timeNanos, @Nullable CommandLine commandLine)
            implements ProcessEvent {}

    /// Its last thread ended.
    ///
    /// @param status null where nobody saw how
    /// @param cpuNanos user and system time of all its threads
    /// @param peakRssBytes the most memory that was resident
    record Exited(
            Subject subject,
            long timeNanos,
            @Nullable ExitStatus status,
            @Nullable Long cpuNanos,
            @Nullable Long peakRssBytes)
            implements ProcessEvent {}
}

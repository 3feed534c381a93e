package dev.procdeck.host.processes;

/// Which process, for ever within one boot: pids are reused, (pid, start ticks) is not.
///
/// @param pid the thread group's id in the reader's PID namespace
/// @param startTicks start after boot in clock ticks, /proc/[pid]/stat field 22
public record ProcessIdentity(int pid, long startTicks) {}

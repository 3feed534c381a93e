package dev.procdeck.protocol;

/// Names one process for its whole life within one boot; a PID alone is reused by the kernel.
///
/// @param pid in the agent's PID namespace
/// @param startTicks start time since boot in clock ticks, field 22 of `/proc/[pid]/stat`
public record ProcessKey(int pid, long startTicks) {}

package dev.procdeck.host.commands;

import java.time.Duration;

/// How much one command may use.
///
/// @param time after which the whole tree is ended
/// @param memoryBytes of the whole tree where control groups enforce it, else address space of each
///   process
/// @param tasks processes and threads together
/// @param cpuPercent of one CPU
/// @param outputBytes kept of stdout and stderr together; what is beyond is dropped and flagged
/// @param fileBytes largest file it may write
public record CommandLimits(
        Duration time,
        long memoryBytes,
        int tasks,
        int cpuPercent,
        int outputBytes,
        long fileBytes) {

    public static final CommandLimits DEFAULT =
            new CommandLimits(Duration.ofMinutes(5), 1L << 30, 512, 200, 1 << 20, 1L << 30);
}

package dev.procdeck.agent.history;

import java.time.Instant;
import java.util.List;

/// The processes that mattered in one remembered sample. Immutable.
///
/// @param intervalNanos what the rates were taken over, up to `time`
/// @param processes how many there were altogether
/// @param cpuPercent what all of them used together, percent of one CPU
/// @param busiest those that are remembered
public record Moment(
        Instant time, long intervalNanos, int processes, float cpuPercent, List<Used> busiest) {

    /// @param cpuPercent of one CPU, NaN when unknown
    /// @param readBytesPerSecond NaN when unknown
    /// @param writtenBytesPerSecond NaN when unknown
    public record Used(
            Named process,
            float cpuPercent,
            long rssBytes,
            float readBytesPerSecond,
            float writtenBytesPerSecond) {}
}

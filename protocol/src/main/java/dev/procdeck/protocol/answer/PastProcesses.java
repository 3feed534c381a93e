package dev.procdeck.protocol.answer;

import dev.procdeck.protocol.ProcessKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The processes that mattered in one sample of the agent's memory: the first by CPU, by memory and
/// by reading and writing.
///
/// @param time when the sample was taken
/// @param intervalSeconds what its rates were taken over, up to `time`
/// @param total how many processes there were altogether
/// @param cpuPercent what all of them used together, percent of one CPU
/// @param oldest the first sample that is remembered
/// @param newest the last one
public record PastProcesses(
        Instant time,
        double intervalSeconds,
        int total,
        double cpuPercent,
        Instant oldest,
        Instant newest,
        List<Item> items)
        implements Answer {
    public PastProcesses {
        items = List.copyOf(items);
    }

    /// One process, then.
    ///
    /// @param cmdline secrets masked, cut after 200 characters
    /// @param cpuPercent of one CPU; null when it was not known
    /// @param alive whether this very process still runs
    public record Item(
            ProcessKey key,
            int ppid,
            Instant startTime,
            String user,
            String comm,
            String cmdline,
            @Nullable String unit,
            @Nullable String container,
            @Nullable Double cpuPercent,
            long rssBytes,
            @Nullable Double readBytesPerSecond,
            @Nullable Double writeBytesPerSecond,
            boolean alive) {}
}

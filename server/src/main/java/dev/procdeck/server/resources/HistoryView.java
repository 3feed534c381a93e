package dev.procdeck.server.resources;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is remembered of the host, for the description of the routes; the bytes are written by
/// hand.
public final class HistoryView {
    private HistoryView() {}

    /// One array per figure, one place per sample, oldest first; null where it was not known.
    ///
    /// @param start time of the first sample; null without samples
    /// @param offsetMillis time of each sample since `start`; a clock that was set shows as a jump
    /// @param intervalMillis what the rates of each sample were taken over, up to its time: where
    ///   it is less than the distance to the sample before, the rest was not seen
    /// @param cpuBusyPercent of all CPUs, neither idle nor waiting for storage
    public record Series(
            @Nullable Instant start,
            List<Long> offsetMillis,
            List<Long> intervalMillis,
            List<Double> cpuBusyPercent,
            List<Double> cpuWaitPercent,
            List<Long> memoryUsedBytes,
            List<Long> swapUsedBytes,
            List<Double> loadOne,
            List<Integer> tasksTotal,
            List<Integer> tasksRunning,
            List<Long> diskReadBytesPerSecond,
            List<Long> diskWriteBytesPerSecond,
            List<Long> networkReceiveBytesPerSecond,
            List<Long> networkTransmitBytesPerSecond) {}

    /// The processes that mattered at a moment: the first by CPU, by memory and by reading and
    /// writing.
    ///
    /// @param time when the sample that covers the moment was taken
    /// @param intervalSeconds what its rates were taken over, up to `time`
    /// @param total how many processes there were
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
            List<PastProcess> items) {}

    /// One process, then.
    ///
    /// @param cmdline secrets masked, cut after 200 characters
    /// @param cpuPercent of one CPU over the interval; null when not known
    /// @param alive whether this very process still runs
    public record PastProcess(
            int pid,
            long startTicks,
            int ppid,
            Instant startTime,
            String user,
            String comm,
            String cmdline,
            @Nullable String unit,
            @Nullable String container,
            @Nullable Double cpuPercent,
            long rssBytes,
            @Nullable Long readBytesPerSecond,
            @Nullable Long writeBytesPerSecond,
            boolean alive) {}
}

package dev.procdeck.server.events;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /events`, for its description; the bytes are written by hand.
///
/// @param total how many match, before paging
/// @param source `bpf`, `connector` or `polling`
/// @param reason why the source is not a better one
/// @param since nothing before this is known
/// @param lost how many events are missing, at least
/// @param held how many processes are remembered
public record EventList(
        long total,
        Instant time,
        String source,
        @Nullable String reason,
        Instant since,
        long lost,
        int held,
        List<EventItem> items) {
    /// One process from its begin to its end.
    ///
    /// @param id grows with every process that was met
    /// @param time when it ended, or began where it runs
    /// @param startSeen false where it ran before the agent did
    /// @param ppid of who started it; 0 in another PID namespace
    /// @param cmdline secrets masked; that of its parent while `ownProgram` is false
    /// @param outcome `running`, `succeeded`, `failed`, `killed` or `unseen`
    /// @param unitFailures how often the main process of its unit failed in the ten minutes up to
    ///   this end; null where it was none
    /// @param aftermath `restarted` or `gave-up`: what became of the unit
    public record EventItem(
            long id,
            int pid,
            long startTicks,
            Instant time,
            Instant startTime,
            boolean startSeen,
            @Nullable Integer ppid,
            @Nullable String parentComm,
            String comm,
            @Nullable String cmdline,
            boolean ownProgram,
            @Nullable String user,
            @Nullable Integer uid,
            @Nullable String unit,
            @Nullable String container,
            String outcome,
            @Nullable Instant endTime,
            @Nullable Double durationSeconds,
            @Nullable Integer exitCode,
            @Nullable String signal,
            @Nullable Boolean coreDumped,
            @Nullable Double cpuSeconds,
            @Nullable Long peakRssBytes,
            @Nullable Integer unitFailures,
            @Nullable String aftermath) {}
}

package dev.procdeck.protocol.live;

import dev.procdeck.protocol.ProcessKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One process from its begin to its end, as the feed of events shows it.
///
/// @param id grows with every process that the agent met; unique within one agent
/// @param end null while it runs
/// @param main null where it is not the process by which a unit stands or falls
public record EventRow(
        long id, Begin begin, Program program, @Nullable End end, @Nullable MainProcess main) {
    /// How it came to be.
    ///
    /// @param seen whether the begin was an event; else it ran before the agent did
    /// @param ppid of who started it; 0 where that is in another PID namespace, null where nobody
    ///   saw
    public record Begin(
            ProcessKey key,
            Instant time,
            boolean seen,
            @Nullable Integer ppid,
            @Nullable String parentComm) {}

    /// What it ran last.
    ///
    /// @param comm empty where nobody saw it
    /// @param cmdline in one line, secrets masked; that of its parent while it ran no program of
    ///   its own; null where it could not be read
    /// @param own whether it ran a program of its own
    public record Program(
            String comm,
            @Nullable String cmdline,
            boolean own,
            @Nullable Integer uid,
            @Nullable String user,
            @Nullable String unit,
            @Nullable String container) {}

    /// How it ended.
    ///
    /// @param time when that was seen, which is later where only the process table knew
    /// @param exitCode null where a signal ended it or nobody saw
    /// @param signal its name without `SIG`; null where it exited by itself or nobody saw
    /// @param cpuSeconds null where the source does not tell, as the next
    public record End(
            Instant time,
            Outcome outcome,
            @Nullable Integer exitCode,
            @Nullable String signal,
            boolean coreDumped,
            @Nullable Double cpuSeconds,
            @Nullable Long peakRssBytes) {}

    /// In one word.
    public enum Outcome {
        /// Exit code 0.
        SUCCEEDED,
        /// Another exit code.
        FAILED,
        /// A signal ended it.
        KILLED,
        /// It is gone; nobody saw how.
        UNSEEN
    }

    /// What its end meant for its unit.
    ///
    /// @param failures how often the unit's main process failed in the ten minutes up to and with
    ///   this end; 0 while it runs and where it ended well
    public record MainProcess(int failures, @Nullable Aftermath aftermath) {}

    /// What became of the unit.
    public enum Aftermath {
        /// Another main process runs.
        RESTARTED,
        /// The service manager gave up.
        GAVE_UP
    }
}

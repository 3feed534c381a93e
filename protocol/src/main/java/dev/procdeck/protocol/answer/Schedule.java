package dev.procdeck.protocol.answer;

import dev.procdeck.protocol.Unavailable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Scheduled tasks of the host (M4).
///
/// @param unavailable sources that could not be read, by path
public record Schedule(List<Task> tasks, Map<String, Unavailable> unavailable) implements Answer {
    public Schedule {
        tasks = List.copyOf(tasks);
        unavailable = Map.copyOf(unavailable);
    }

    /// One scheduled task.
    ///
    /// @param source `path:line` or the timer unit
    /// @param sourceKind `crontab`, `system-crontab`, `cron.d`, `cron-directory`, `anacron` or
    ///   `timer`
    /// @param schedule as written
    /// @param unit what a timer starts
    /// @param error why the line is not valid, as a code; nothing else is known then
    public record Task(
            String source,
            String sourceKind,
            String schedule,
            @Nullable String user,
            String command,
            @Nullable Instant nextRun,
            @Nullable Instant lastRun,
            @Nullable String unit,
            @Nullable String error) {}
}

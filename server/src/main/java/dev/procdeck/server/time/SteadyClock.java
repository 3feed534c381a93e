package dev.procdeck.server.time;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A clock that nobody can set: what timeouts and delays are measured with. Thread-safe.
@FunctionalInterface
public interface SteadyClock {
    /// Now, in milliseconds; never earlier than an answer before.
    Instant instant();

    /// Starts at the wall clock's present and runs with the monotonic clock from then on.
    static SteadyClock startingAt(Clock wall) {
        Instant start = wall.instant();
        long startNanos = System.nanoTime();
        return () -> start.plusNanos(System.nanoTime() - startNanos).truncatedTo(ChronoUnit.MILLIS);
    }
}

package dev.procdeck.server.listing;

import dev.procdeck.server.http.ApiException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Lets so many of a kind of work be done at once, in the order in which they came: sorting a
/// hundred thousand rows takes megabytes and a whole processor, and the heap holds few of that.
/// Thread-safe.
final class Turns {
    private static final Duration COME_BACK = Duration.ofSeconds(2);

    private final Semaphore places;
    private final Duration patience;

    Turns(int atOnce, Duration patience) {
        this.places = new Semaphore(atOnce, true);
        this.patience = patience;
    }

    /// Waits for a place and works.
    ///
    /// @throws ApiException 503 `too_many_lists` when there is none in time
    <T> T take(Supplier<T> work) {
        boolean taken = false;
        try {
            taken = places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!taken) {
            throw ApiException.busy("too_many_lists", COME_BACK);
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}

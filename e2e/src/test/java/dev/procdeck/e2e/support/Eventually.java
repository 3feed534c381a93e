package dev.procdeck.e2e.support;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what will become true soon, and fails with a message when it does not.
public final class Eventually {
    private static final long PAUSE_MILLIS = 20;

    private Eventually() {}

    /// Returns how long it took until `condition` held.
    public static Duration await(Duration limit, Supplier<String> what, BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > limit.toNanos()) {
                throw new AssertionError("not within " + limit + ": " + what.get());
            }
            pause();
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}

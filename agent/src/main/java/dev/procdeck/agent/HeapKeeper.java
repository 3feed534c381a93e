package dev.procdeck.agent;

import java.time.Duration;

/// Collects the agent's whole heap when it has grown well beyond what lived the last time: the
/// serial collector lets its old generation grow to the limit before it looks at it. At most once a
/// minute, some 30 ms each. For one thread.
final class HeapKeeper {
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long SLACK_BYTES = 6 << 20;
    private static final double GROWTH = 1.25;

    private final Runtime runtime = Runtime.getRuntime();
    private long limitBytes = 24 << 20;
    private long lastNanos = System.nanoTime() - PAUSE_NANOS;

    void check() {
        long now = System.nanoTime();
        if (runtime.totalMemory() > limitBytes && now - lastNanos >= PAUSE_NANOS) {
            lastNanos = now;
            System.gc();
            limitBytes = (long) (runtime.totalMemory() * GROWTH) + SLACK_BYTES;
        }
    }
}

package dev.procdeck.server.heap;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Collects the whole heap when it has grown well beyond what was alive the last time.
///
/// The serial collector lets its old generation grow to the limit before it looks at it: after the
/// start and one table of 10,000 processes, 100 MB for 30 MB that live (docs/adr/0011). A
/// collection takes 50 to 130 ms, so there is at most one a minute, and none while the heap keeps
/// its size.
@Component
final class HeapKeeper {
    private static final long ROUND_SECONDS = 10;
    private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    /// Growth that is worth a collection: a share of what lived, and some.
    private static final double GROWTH = 1.25;

    private static final long SLACK_BYTES = 4 << 20;

    private final ScheduledExecutorService timer;
    private final Runtime runtime = Runtime.getRuntime();
    private long limitBytes;
    private long lastNanos = System.nanoTime() - PAUSE_NANOS;

    HeapKeeper(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        var _ =
                timer.scheduleWithFixedDelay(
                        this::check, ROUND_SECONDS / 2, ROUND_SECONDS, TimeUnit.SECONDS);
    }

    private void check() {
        long now = System.nanoTime();
        if (runtime.totalMemory() > limitBytes && now - lastNanos >= PAUSE_NANOS) {
            lastNanos = now;
            System.gc();
            limitBytes = limitAfter(runtime.totalMemory());
        }
    }

    /// How large the heap may become when it has this size after a collection.
    static long limitAfter(long heapBytes) {
        return (long) (heapBytes * GROWTH) + SLACK_BYTES;
    }
}

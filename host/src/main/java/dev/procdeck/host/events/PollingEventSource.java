package dev.procdeck.host.events;

import dev.procdeck.host.libc.EventFd;
import dev.procdeck.host.libc.SystemCalls;

/// No events at all: asks for the process table to be compared time and again. What begins and ends
/// between two looks is not seen. For one thread, but for [#wake].
public final class PollingEventSource implements ProcessEventSource {
    private static final long EAGER_PERIOD_NANOS = 1_000_000_000L;
    private static final long LAZY_PERIOD_NANOS = 10_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    /// While nobody looks, comparing may take a thousandth of a processor; a fiftieth otherwise.
    private static final long LAZY_COST_FACTOR = 1_000;

    private static final long EAGER_COST_FACTOR = 50;

    private final EventFd wake = EventFd.open();
    private long dueNanos = System.nanoTime();
    private long comparedNanos;
    private long costNanos;
    private boolean eager;

    @Override
    public String name() {
        return "polling";
    }

    @Override
    public void setEager(boolean now) {
        if (now != eager) {
            eager = now;
            dueNanos = comparedNanos + periodNanos();
        }
    }

    private long periodNanos() {
        return eager
                ? Math.max(EAGER_PERIOD_NANOS, costNanos * EAGER_COST_FACTOR)
                : Math.max(LAZY_PERIOD_NANOS, costNanos * LAZY_COST_FACTOR);
    }

    @Override
    public void await(int timeoutMillis) {
        long wait = Math.ceilDiv(Math.max(0, dueNanos - System.nanoTime()), NANOS_PER_MILLI);
        wake.await(-1, (int) Math.min(timeoutMillis, wait));
    }

    @Override
    public void pause(int timeoutMillis) {
        wake.await(-1, timeoutMillis);
    }

    @Override
    public void wake() {
        wake.signal();
    }

    @Override
    public void read(Sink sink) {
        if (dueNanos - System.nanoTime() > 0) {
            return;
        }
        long begun = SystemCalls.threadCpuNanos();
        sink.compare();
        costNanos = SystemCalls.threadCpuNanos() - begun;
        comparedNanos = System.nanoTime();
        dueNanos = comparedNanos + periodNanos();
    }

    @Override
    public void close() {
        wake.close();
    }
}

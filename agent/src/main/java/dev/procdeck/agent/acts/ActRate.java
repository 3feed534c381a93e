package dev.procdeck.agent.acts;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How many acts one person may ask for: a bound on what a server that was taken over can do before
/// somebody sees it. Thread-safe.
final class ActRate {
    static final int MAX_PER_MINUTE = 1_200;

    /// Of all people together: a server that was taken over names whom it likes.
    static final int MAX_IN_ALL_PER_MINUTE = 6_000;

    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final int MAX_PEOPLE = 10_000;

    private final LongSupplier monotonicNanos;
    private final Map<String, Deque<Long>> acts = new HashMap<>();
    private final Deque<Long> all = new ArrayDeque<>();

    ActRate(LongSupplier monotonicNanos) {
        this.monotonicNanos = monotonicNanos;
    }

    /// Counts one act of this person; false when it is one too many.
    synchronized boolean allows(String userName) {
        long now = monotonicNanos.getAsLong();
        if (acts.size() > MAX_PEOPLE) {
            acts.values()
                    .removeIf(times -> times.isEmpty() || times.getLast() - now < -MINUTE_NANOS);
        }
        Deque<Long> times = acts.computeIfAbsent(userName, _ -> new ArrayDeque<>());
        forgetOld(times, now);
        forgetOld(all, now);
        if (times.size() >= MAX_PER_MINUTE || all.size() >= MAX_IN_ALL_PER_MINUTE) {
            return false;
        }
        times.addLast(now);
        all.addLast(now);
        return true;
    }

    private static void forgetOld(Deque<Long> times, long now) {
        while (!times.isEmpty() && times.getFirst() - now < -MINUTE_NANOS) {
            times.removeFirst();
        }
    }
}

package dev.procdeck.server.operations;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// Counts what each person does in a minute, which begins with the first of it. Thread-safe.
final class PerMinute {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    static final int MANY_PEOPLE = 10_000;

    private final LongSupplier monotonicNanos;
    private final Map<String, Minute> minutes = new HashMap<>();

    /// @param monotonicNanos a clock that never goes back
    PerMinute(LongSupplier monotonicNanos) {
        this.monotonicNanos = monotonicNanos;
    }

    private record Minute(long sinceNanos, int count) {
        boolean isOver(long now) {
            return now - sinceNanos >= MINUTE_NANOS;
        }
    }

    /// How many it is of this person with this one.
    synchronized int count(String userName) {
        long now = monotonicNanos.getAsLong();
        if (minutes.size() >= MANY_PEOPLE) {
            minutes.values().removeIf(minute -> minute.isOver(now));
        }
        Minute before = minutes.get(userName);
        Minute minute =
                before == null || before.isOver(now)
                        ? new Minute(now, 1)
                        : new Minute(before.sinceNanos(), before.count() + 1);
        minutes.put(userName, minute);
        return minute.count();
    }

    synchronized int size() {
        return minutes.size();
    }
}

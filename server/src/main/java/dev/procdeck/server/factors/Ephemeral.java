package dev.procdeck.server.factors;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Things that somebody may fetch once, soon: challenges and seeds that are not yet confirmed. They
/// live in memory only; the oldest goes when there are too many. Thread-safe.
///
/// @param <V> what is kept
final class Ephemeral<V> {
    private final Duration lifetime;
    private final int limit;
    private final Map<String, Kept<V>> all = new LinkedHashMap<>();

    private record Kept<V>(V value, Instant until) {}

    Ephemeral(Duration lifetime, int limit) {
        this.lifetime = lifetime;
        this.limit = limit;
    }

    synchronized void put(String key, V value, Instant now) {
        all.remove(key);
        all.values().removeIf(kept -> !now.isBefore(kept.until()));
        Iterator<String> oldest = all.keySet().iterator();
        while (all.size() >= limit) {
            oldest.next();
            oldest.remove();
        }
        all.put(key, new Kept<>(value, now.plus(lifetime)));
    }

    /// Looks without taking.
    synchronized Optional<V> find(String key, Instant now) {
        return Optional.ofNullable(all.get(key))
                .filter(kept -> now.isBefore(kept.until()))
                .map(Kept::value);
    }

    /// Takes it out: nobody gets it again.
    synchronized Optional<V> take(String key, Instant now) {
        Optional<V> found = find(key, now);
        all.remove(key);
        return found;
    }
}

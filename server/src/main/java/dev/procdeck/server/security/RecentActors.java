package dev.procdeck.server.security;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Who was seen lately under which token: what is shown goes on being shown while the store does
/// not answer (U2). A session that was ended, as far as the store could say, is not in it.
/// Thread-safe.
final class RecentActors {
    static final Duration KEPT = Duration.ofMinutes(5);
    private static final int MAX = 1_000;

    private record Seen(Actor actor, long nanos) {}

    private final Map<String, Seen> seen = new LinkedHashMap<>();

    /// The store said whose token this is, or that it is nobody's.
    synchronized void saw(String token, Optional<Actor> actor) {
        seen.remove(token);
        if (actor.isPresent() && !actor.get().factorMissing()) {
            seen.put(token, new Seen(actor.get(), System.nanoTime()));
            Iterator<String> eldest = seen.keySet().iterator();
            while (seen.size() > MAX && eldest.hasNext()) {
                eldest.next();
                eldest.remove();
            }
        }
    }

    /// Who it was, not long ago.
    synchronized Optional<Actor> recall(String token) {
        return Optional.ofNullable(seen.get(token))
                .filter(each -> System.nanoTime() - each.nanos() < KEPT.toNanos())
                .map(Seen::actor);
    }
}

package dev.procdeck.server.security;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/// Who was seen lately under which token: what is shown goes on being shown while the store does
/// not answer (U2). Whoever ends a session or changes an account says so here, so that a store
/// which falls silent right afterwards does not bring back who was sent away. Thread-safe.
@Component
public final class RecentActors {
    static final Duration KEPT = Duration.ofMinutes(5);
    private static final int MAX = 1_000;

    private record Seen(Actor actor, long nanos) {}

    private final Map<String, Seen> seen = new LinkedHashMap<>();
    private final LongSupplier nanoTime;

    RecentActors() {
        this(System::nanoTime);
    }

    RecentActors(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// The store said whose token this is, or that it is nobody's.
    synchronized void saw(String token, Optional<Actor> actor) {
        seen.remove(token);
        if (actor.isPresent() && actor.get().isComplete()) {
            seen.put(token, new Seen(actor.get(), nanoTime.getAsLong()));
            Iterator<String> eldest = seen.keySet().iterator();
            while (seen.size() > MAX && eldest.hasNext()) {
                eldest.next();
                eldest.remove();
            }
        }
    }

    /// The session is over.
    public void forgetSession(String sessionId) {
        forget(actor -> actor.sessionId().equals(sessionId));
    }

    /// The account is another than it was.
    public void forgetUser(String userName) {
        forget(actor -> actor.userName().equals(userName));
    }

    private synchronized void forget(Predicate<Actor> whom) {
        seen.values().removeIf(each -> whom.test(each.actor()));
    }

    /// Who it was, not long ago.
    synchronized Optional<Actor> recall(String token) {
        return Optional.ofNullable(seen.get(token))
                .filter(each -> nanoTime.getAsLong() - each.nanos() < KEPT.toNanos())
                .map(Seen::actor);
    }
}

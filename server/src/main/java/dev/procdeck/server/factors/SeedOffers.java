package dev.procdeck.server.factors;

import dev.procdeck.server.time.SteadyClock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Seeds that were shown to somebody and are not yet in use. Thread-safe.
@Component
public class SeedOffers {
    private static final Duration LIFETIME = Duration.ofMinutes(15);
    private static final int LIMIT = 200;

    private final Ephemeral<Factors.Seed> seeds = new Ephemeral<>(LIFETIME, LIMIT);
    private final Factors factors;
    private final SteadyClock clock;

    SeedOffers(Factors factors, SteadyClock clock) {
        this.factors = factors;
        this.clock = clock;
    }

    /// A fresh seed for a session, in place of an earlier one.
    public Factors.Seed offer(String sessionId) {
        Factors.Seed seed = factors.newSeed();
        seeds.put(sessionId, seed, clock.instant());
        return seed;
    }

    /// The seed that the session was offered last.
    public Optional<Factors.Seed> find(String sessionId) {
        return seeds.find(sessionId, clock.instant());
    }

    /// It is in use now.
    public void forget(String sessionId) {
        seeds.take(sessionId, clock.instant());
    }
}

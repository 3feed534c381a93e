package dev.procdeck.server.factors;

import dev.procdeck.server.security.Secrets;
import dev.procdeck.server.time.SteadyClock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Challenges for passkeys: random, answered once, within five minutes, and only for what they were
/// made for (A12). Thread-safe.
@Component
class PasskeyChallenges {
    static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final int BYTES = 32;
    private static final int LIMIT = 2_000;

    private final Ephemeral<String> challenges = new Ephemeral<>(LIFETIME, LIMIT);
    private final SteadyClock clock;

    PasskeyChallenges(SteadyClock clock) {
        this.clock = clock;
    }

    /// A challenge, base64url, for this purpose.
    String make(String purpose) {
        String challenge =
                Base64.getUrlEncoder().withoutPadding().encodeToString(Secrets.bytes(BYTES));
        challenges.put(challenge, purpose, clock.instant());
        return challenge;
    }

    /// Uses a challenge up; nothing unless it was made for this purpose.
    Optional<String> take(String challenge, String purpose) {
        return challenges
                .take(challenge, clock.instant())
                .filter(purpose::equals)
                .map(_ -> challenge);
    }
}

package dev.procdeck.server.security;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who makes the present request: the account, the session and where it comes from. Controllers
/// take it as a parameter. Immutable.
///
/// @param userName the account
/// @param role its role now, read anew for each request
/// @param sessionId the session's public id
/// @param signedInAt when the session began
/// @param factors how the session was proved
/// @param factorMissing the account has a second factor and this session has not proved one:
///   nothing is allowed but proving it and leaving
/// @param factorDue the account has none and its role must have one: nothing is allowed but adding
///   one and leaving
/// @param factorAt when a factor was last proved (steady clock)
/// @param language the language the person chose, if any
/// @param remoteAddress the peer's address
/// @param requestId the id of this request
public record Actor(
        String userName,
        Role role,
        String sessionId,
        Instant signedInAt,
        Set<Factor> factors,
        boolean factorMissing,
        boolean factorDue,
        Instant factorAt,
        @Nullable String language,
        String remoteAddress,
        String requestId) {
    public Actor {
        factors = Set.copyOf(factors);
    }

    /// Whether every factor that the account asks for is there.
    public boolean isComplete() {
        return !factorMissing && !factorDue;
    }

    /// Whether the actor's role holds the right.
    public boolean may(Right right) {
        return isComplete() && role.may(right);
    }

    /// How and when they proved who they are, for the record.
    public String proof() {
        return Factor.words(factors) + " " + factorAt;
    }

    /// Whether a factor was proved recently enough for sensitive acts.
    public boolean isFresh(Instant now, Duration maxAge) {
        return !now.isAfter(factorAt.plus(maxAge));
    }
}

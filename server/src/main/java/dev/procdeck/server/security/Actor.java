package dev.procdeck.server.security;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who makes the present request: the account, the session and where it comes from. Controllers
/// take it as a parameter. Immutable.
///
/// @param userName the account
/// @param role its role now, read anew for each request
/// @param sessionId the session's public id
/// @param signedInAt when the session began
/// @param factorAt when the password was last proved (steady clock)
/// @param language the language the person chose, if any
/// @param remoteAddress the peer's address
/// @param requestId the id of this request
public record Actor(
        String userName,
        Role role,
        String sessionId,
        Instant signedInAt,
        Instant factorAt,
        @Nullable String language,
        String remoteAddress,
        String requestId) {
    /// Whether the actor's role holds the right.
    public boolean may(Right right) {
        return role.may(right);
    }

    /// Whether the password was proved recently enough for sensitive acts.
    public boolean isFresh(Instant now, Duration maxAge) {
        return !now.isAfter(factorAt.plus(maxAge));
    }
}

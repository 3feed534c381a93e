package dev.procdeck.server.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/// A session, as a row. Times are of the steady clock. Immutable.
///
/// @param publicId what people and the log call it; no secret
/// @param tokenHash SHA-256 of the token in the browser's cookie
/// @param factorAt when the password was last proved
@Table("user_session")
record UserSession(
        @Id @Nullable Long id,
        String publicId,
        String tokenHash,
        String userName,
        Instant createdAt,
        Instant lastSeenAt,
        Instant factorAt,
        String remoteAddress,
        String userAgent) {
    UserSession withLastSeenAt(Instant time) {
        return new UserSession(
                id,
                publicId,
                tokenHash,
                userName,
                createdAt,
                time,
                factorAt,
                remoteAddress,
                userAgent);
    }

    UserSession withFactor(String newTokenHash, Instant time) {
        return new UserSession(
                id,
                publicId,
                newTokenHash,
                userName,
                createdAt,
                time,
                time,
                remoteAddress,
                userAgent);
    }
}

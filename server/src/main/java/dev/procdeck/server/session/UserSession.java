package dev.procdeck.server.session;

import dev.procdeck.server.security.Factor;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/// A session, as a row. Times are of the steady clock. Immutable.
///
/// @param publicId what people and the log call it; no secret
/// @param tokenHash SHA-256 of the token in the browser's cookie
/// @param factorAt when a factor was last proved
/// @param factors words of the factors that were proved, see [Factor#words]
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
        String userAgent,
        String factors) {
    Set<Factor> provedFactors() {
        return Factor.ofWords(factors);
    }

    UserSession withFactor(String newTokenHash, Instant time, Factor factor) {
        Set<Factor> all = provedFactors();
        all.add(factor);
        return new UserSession(
                id,
                publicId,
                newTokenHash,
                userName,
                createdAt,
                time,
                time,
                remoteAddress,
                userAgent,
                Factor.words(all));
    }
}

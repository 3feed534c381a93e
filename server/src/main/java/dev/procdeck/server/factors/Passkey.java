package dev.procdeck.server.factors;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/// A passkey, as a row. Immutable.
///
/// @param publicId what the page calls it
/// @param name what its owner calls it
/// @param rpId the host name it was made under; browsers offer it under no other
/// @param credentialId the authenticator's own id of it, base64url
/// @param credentialData the attested credential data with the public key, base64url
/// @param signCount the authenticator's counter at the last use; 0 where it counts nothing
@Table("passkey")
public record Passkey(
        @Id @Nullable Long id,
        String publicId,
        String userName,
        String name,
        String rpId,
        String credentialId,
        String credentialData,
        long signCount,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {
    Passkey withUse(long newSignCount, Instant time) {
        return new Passkey(
                id,
                publicId,
                userName,
                name,
                rpId,
                credentialId,
                credentialData,
                newSignCount,
                createdAt,
                time);
    }
}

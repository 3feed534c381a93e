package dev.procdeck.server.factors;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/// An account's authenticator app, as a row. Immutable.
///
/// @param seed encrypted, see [FactorKey]
/// @param lastStep the step of the last code that was taken
@Table("totp_factor")
record TotpFactor(
        @Id @Nullable Long id, String userName, String seed, long lastStep, Instant createdAt) {}

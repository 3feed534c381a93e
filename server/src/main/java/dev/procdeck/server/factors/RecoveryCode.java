package dev.procdeck.server.factors;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/// A code that stands in for a lost authenticator, once, as a row. Immutable.
///
/// @param codeHash SHA-256 of the code; enough, since the code is 80 random bits
@Table("recovery_code")
record RecoveryCode(
        @Id @Nullable Long id, String userName, String codeHash, @Nullable Instant usedAt) {}

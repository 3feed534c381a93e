package dev.procdeck.server.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/// A browser that an account has signed in from, as a row. Immutable.
///
/// @param tokenHash SHA-256 of the token in the browser's cookie
@Table("known_device")
record KnownDevice(@Id @Nullable Long id, String tokenHash, String userName, Instant lastUsedAt) {}

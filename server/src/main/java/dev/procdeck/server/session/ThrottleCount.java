package dev.procdeck.server.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/// How often sign-in failed for one account, device or address, as a row. Immutable.
///
/// @param subject `account:`, `device:`, `address:` or `minute:` and a hash, address or number;
///   second factors have subjects of their own
@Table("sign_in_throttle")
record ThrottleCount(@Id @Nullable Long id, String subject, int failures, Instant lastFailureAt) {}

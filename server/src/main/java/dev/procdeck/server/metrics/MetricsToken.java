package dev.procdeck.server.metrics;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/// What one collecting program shows instead of a password, as a row. Immutable.
///
/// @param name what people call it
/// @param tokenHash SHA-256 of the token, which nobody keeps
@Table("metrics_token")
public record MetricsToken(
        @Id @Nullable Long id, String name, String tokenHash, Instant createdAt) {}

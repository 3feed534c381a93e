package dev.procdeck.server.operations;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/// Up to which row an account has seen the log. One mark instead of a row per record keeps the
/// badge quick. Immutable.
@Table("operation_seen")
record OperationSeen(@Id @Nullable Long id, String userName, long upToId) {}

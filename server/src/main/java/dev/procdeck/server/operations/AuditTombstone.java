package dev.procdeck.server.operations;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/// What is left of entries that retention deleted. Immutable.
///
/// @param firstSeq the first entry that is gone
/// @param lastSeq the last entry that is gone
/// @param lastHash its hash: the next entry follows it
/// @param operations how many rows of the log went with them
@Table("audit_tombstone")
record AuditTombstone(
        @Id @Nullable Long id,
        long firstSeq,
        long lastSeq,
        String lastHash,
        long operations,
        Instant removedAt) {}

package dev.procdeck.server.operations;

import dev.procdeck.server.security.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

/// One row of `operation_log`. Immutable.
///
/// @param outcome an [Outcome] as JSON
/// @param before what was there before, as JSON
/// @param after what was there after, as JSON
/// @param requestHash what the request behind an idempotency key asked for
/// @param bootId of the host, once the agent has told it
/// @param monotonicNanos since that boot: orders rows even when the clock is set
/// @param factors how and when the person had proved who they are
/// @param searchText what the text search looks through, see [SearchText]
@Table("operation_log")
record OperationRow(
        @Id @Nullable Long id,
        Instant logTime,
        @Nullable Instant endTime,
        LogType logType,
        String operation,
        RetStatus retStatus,
        String userName,
        Role role,
        String remoteAddress,
        String target,
        String targetKind,
        String detail,
        @Nullable String outcome,
        @Column("before_state") @Nullable String before,
        @Column("after_state") @Nullable String after,
        @Nullable String mode,
        @Nullable Long durationMillis,
        String requestId,
        @Nullable String idempotencyKey,
        @Nullable String requestHash,
        String searchText,
        @Nullable String bootId,
        @Nullable Long monotonicNanos,
        @Nullable String factors) {
    /// Whether nobody saw how it ended, and somebody may still look.
    boolean isUnresolved() {
        return retStatus == RetStatus.UNKNOWN
                && outcome != null
                && outcome.contains("\"code\":\"" + OperationLog.AGENT_LOST + "\"");
    }

    long requireId() {
        if (id == null) {
            throw new IllegalStateException("the row was not saved");
        }
        return id;
    }
}

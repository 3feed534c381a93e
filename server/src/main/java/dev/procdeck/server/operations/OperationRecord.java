package dev.procdeck.server.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.procdeck.server.security.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One operation as people see it. Immutable.
///
/// @param logTime when it was asked for
/// @param endTime when it ended; absent while it is pending
/// @param detail a stable word that says what was asked, with `operation` and `target` as its
///   values
/// @param outcome how it ended, in a code, its values and what was observed
/// @param before what was there before
/// @param after what was there after
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OperationRecord(
        long id,
        Instant logTime,
        @Nullable Instant endTime,
        LogType logType,
        String operation,
        RetStatus retStatus,
        LogStatus logStatus,
        String userName,
        Role role,
        String remoteAddress,
        String target,
        String targetKind,
        String detail,
        @Nullable Outcome outcome,
        @JsonRawValue @Nullable String before,
        @JsonRawValue @Nullable String after,
        @Nullable Long durationMillis,
        @Nullable String mode,
        String requestId) {}

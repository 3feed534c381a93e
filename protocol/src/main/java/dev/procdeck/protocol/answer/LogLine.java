package dev.procdeck.protocol.answer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of a log.
///
/// @param time null when the log keeps no times
/// @param priority syslog priority 0 to 7, null when the source has none
/// @param message as written, with every byte that is not UTF-8 replaced
/// @param cursor the place of the line in its log, to go on from
public record LogLine(
        @Nullable Instant time,
        @Nullable Integer priority,
        String message,
        @Nullable Integer pid,
        @Nullable String invocationId,
        @Nullable String cursor) {}

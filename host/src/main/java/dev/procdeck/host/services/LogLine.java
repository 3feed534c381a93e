package dev.procdeck.host.services;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// One line a service wrote. The message is bytes: hostile, perhaps not text.
///
/// @param cursor where it stands in the log, for "lines after this one"; empty when the log has no
///   cursors
/// @param time when it was written; empty for a log without times
/// @param priority syslog's 0 (emergency) to 7 (debug); empty when not said
/// @param identifier the name the writer goes by
/// @param truncated the message was longer than what is kept
@SuppressWarnings("ArrayRecordComponent") // hostile bytes stay bytes; equality of lines is not used
public record LogLine(
        String cursor,
        Optional<Instant> time,
        OptionalInt priority,
        String identifier,
        OptionalInt pid,
        String unit,
        String invocationId,
        byte[] message,
        boolean truncated) {}

package dev.procdeck.protocol.operation;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.LogLine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How an act ended, as facts; the words for people are made from `code` and `parameters`.
///
/// @param code for example `running`, `stopped`, `started_then_died`, `skipped_by_condition`,
///   `protected_unit`
/// @param parameters named values for the words, for example `unit`, `condition`, `exitCode`,
///   `signal`, `nearest`
/// @param category where it was refused: decides the HTTP status; null otherwise
/// @param before the state before, as the service manager words it
/// @param after the state after
/// @param lines the last log lines that explain a failure
/// @param affected other units that the act started or stopped, and what for
/// @param detail the internal cause, for the log of the program only
public record Outcome(
        ReturnStatus status,
        String code,
        Map<String, String> parameters,
        Problem.@Nullable Category category,
        @Nullable String before,
        @Nullable String after,
        List<LogLine> lines,
        List<String> affected,
        Instant endTime,
        @Nullable String detail) {
    public Outcome {
        parameters = Map.copyOf(parameters);
        lines = List.copyOf(lines);
        affected = List.copyOf(affected);
    }
}

package dev.procdeck.server.commands;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.procdeck.protocol.answer.CommandPreview;
import dev.procdeck.server.operations.OperationRecord;
import dev.procdeck.server.operations.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A custom command with its output. Immutable.
///
/// @param arguments the argument vector, the program's name as typed first
/// @param program its resolved path
/// @param truncated whether output beyond the limit was dropped
public record CommandView(
        @JsonUnwrapped OperationRecord record,
        List<String> arguments,
        @Nullable String program,
        @Nullable String runAs,
        List<CommandPreview.Limit> limits,
        List<OutputView> output,
        boolean truncated,
        @Nullable Integer exitCode,
        @Nullable String exitSignal,
        boolean timedOut,
        boolean canceled) {
    /// One piece of output.
    public record OutputView(String stream, Instant time, String text) {}

    /// What a command would run; nothing runs.
    ///
    /// @param code why it may not run
    /// @param allowLine what root runs once to allow it
    public record PreviewView(
            List<String> arguments,
            @Nullable String program,
            boolean allowed,
            @Nullable String code,
            Map<String, String> parameters,
            @Nullable String allowLine,
            String runAs,
            List<CommandPreview.Limit> limits) {
        static PreviewView of(CommandPreview preview) {
            return new PreviewView(
                    preview.arguments(),
                    preview.program(),
                    preview.permission().allowed(),
                    preview.permission().code(),
                    preview.permission().parameters(),
                    preview.allowLine(),
                    preview.runAs(),
                    preview.limits());
        }
    }

    static CommandView of(OperationRecord record, CommandFiles.Kept kept) {
        CommandPreview preview = kept.preview();
        Outcome outcome = record.outcome();
        String code = outcome == null ? "" : outcome.code();
        return new CommandView(
                record,
                preview == null ? List.of() : preview.arguments(),
                preview == null ? null : preview.program(),
                preview == null ? null : preview.runAs(),
                preview == null ? List.of() : preview.limits(),
                kept.output().stream()
                        .map(piece -> new OutputView(piece.stream(), piece.time(), piece.text()))
                        .toList(),
                kept.output().stream().anyMatch(CommandFiles.Piece::truncated),
                outcome == null ? null : outcome.exitCode(),
                outcome == null ? null : outcome.exitSignal(),
                code.equals("command_timed_out"),
                code.equals("command_cancelled"));
    }
}

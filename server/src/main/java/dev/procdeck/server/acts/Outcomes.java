package dev.procdeck.server.acts;

import dev.procdeck.protocol.answer.LogLine;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.Category;
import dev.procdeck.server.operations.OperationRecord;
import dev.procdeck.server.operations.RetStatus;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// Carries outcomes between the agent's words, the operation log's and those of HTTP.
final class Outcomes {
    private static final String STATUS = "status";
    private static final String CATEGORY = "category";

    private Outcomes() {}

    static RetStatus status(ReturnStatus status) {
        return switch (status) {
            case PENDING -> RetStatus.PENDING;
            case SUCCEEDED -> RetStatus.SUCCEEDED;
            case FAILED -> RetStatus.FAILED;
            case REFUSED -> RetStatus.REFUSED;
            case UNKNOWN -> RetStatus.UNKNOWN;
        };
    }

    static dev.procdeck.server.operations.Outcome of(Outcome outcome) {
        Map<String, Object> parameters = new HashMap<>(outcome.parameters());
        if (!outcome.affected().isEmpty()) {
            parameters.put("affected", outcome.affected());
        }
        if (outcome.category() != null) {
            ApiException problem =
                    dev.procdeck.server.agent.Agent.problem(
                            outcome.category(), outcome.code(), Map.of());
            parameters.put(STATUS, problem.status().value());
            parameters.put(CATEGORY, problem.category().word());
        }
        return new dev.procdeck.server.operations.Outcome(
                outcome.code(),
                parameters,
                outcome.lines().stream().map(LogLine::message).toList(),
                number(outcome.parameters().get("exitCode")),
                outcome.parameters().get("signal"));
    }

    /// A refusal, with what its problem document was, so that the same can be answered again.
    static dev.procdeck.server.operations.Outcome of(ApiException refusal) {
        Map<String, Object> parameters = new HashMap<>(refusal.parameters());
        parameters.put(STATUS, refusal.status().value());
        parameters.put(CATEGORY, refusal.category().word());
        return dev.procdeck.server.operations.Outcome.of(refusal.code(), parameters);
    }

    /// The problem document of a record that was refused.
    static ApiException refusal(OperationRecord record) {
        dev.procdeck.server.operations.Outcome outcome = record.outcome();
        if (outcome == null) {
            return ApiException.of(HttpStatus.FORBIDDEN, "refused").withOperation(record.id());
        }
        HttpStatus status =
                outcome.parameters().get(STATUS) instanceof Number code
                        ? HttpStatus.valueOf(code.intValue())
                        : HttpStatus.FORBIDDEN;
        Category category = Category.DENIED;
        for (Category each : Category.values()) {
            if (each.word().equals(outcome.parameters().get(CATEGORY))) {
                category = each;
            }
        }
        return ApiException.of(status, category, outcome.code(), outcome.parameters())
                .withOperation(record.id());
    }

    private static @Nullable Integer number(@Nullable String text) {
        return text != null && text.matches("-?[0-9]{1,9}") ? Integer.valueOf(text) : null;
    }
}

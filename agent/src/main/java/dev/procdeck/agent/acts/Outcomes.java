package dev.procdeck.agent.acts;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.ReturnStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes outcomes. Pure but for the time.
final class Outcomes {
    private Outcomes() {}

    static Outcome pending(String code) {
        return of(ReturnStatus.PENDING, code, Map.of(), null, null);
    }

    static Outcome succeeded(String code, Map<String, String> parameters) {
        return of(ReturnStatus.SUCCEEDED, code, parameters, null, null);
    }

    static Outcome failed(String code, Map<String, String> parameters, @Nullable String detail) {
        return of(ReturnStatus.FAILED, code, parameters, null, detail);
    }

    static Outcome unknown(String code, Map<String, String> parameters, @Nullable String detail) {
        return of(ReturnStatus.UNKNOWN, code, parameters, null, detail);
    }

    static Outcome refused(Problem.Category category, String code, Map<String, String> parameters) {
        return of(ReturnStatus.REFUSED, code, parameters, category, null);
    }

    static Outcome refused(
            Problem.Category category, String code, Map<String, String> parameters, String detail) {
        return of(ReturnStatus.REFUSED, code, parameters, category, detail);
    }

    // NullAway does not see the annotation of a nested type in another module's class files.
    @SuppressWarnings("NullAway")
    private static Outcome of(
            ReturnStatus status,
            String code,
            Map<String, String> parameters,
            Problem.@Nullable Category category,
            @Nullable String detail) {
        return new Outcome(
                status,
                code,
                parameters,
                category,
                null,
                null,
                List.of(),
                List.of(),
                Instant.now(),
                detail);
    }

    /// An outcome of many parts, one line each.
    // NullAway does not see the annotation of a nested type in another module's class files.
    @SuppressWarnings("NullAway")
    static Outcome affecting(
            ReturnStatus status,
            String code,
            Map<String, String> parameters,
            List<String> affected) {
        return new Outcome(
                status,
                code,
                parameters,
                null,
                null,
                null,
                List.of(),
                affected,
                Instant.now(),
                null);
    }

    /// The same, with what was seen afterwards.
    // NullAway does not see the annotation of a nested type in another module's class files.
    @SuppressWarnings("NullAway")
    static Outcome withAfter(Outcome outcome, String after) {
        return new Outcome(
                outcome.status(),
                outcome.code(),
                outcome.parameters(),
                outcome.category(),
                outcome.before(),
                after,
                outcome.lines(),
                outcome.affected(),
                outcome.endTime(),
                outcome.detail());
    }

    /// The outcome as the journal keeps it: log lines are the service's own and may hold secrets.
    // NullAway does not see the annotation of a nested type in another module's class files.
    @SuppressWarnings("NullAway")
    static Outcome withoutLines(Outcome outcome) {
        return new Outcome(
                outcome.status(),
                outcome.code(),
                outcome.parameters(),
                outcome.category(),
                outcome.before(),
                outcome.after(),
                List.of(),
                outcome.affected(),
                outcome.endTime(),
                outcome.detail());
    }
}

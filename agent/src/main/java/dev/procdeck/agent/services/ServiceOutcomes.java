package dev.procdeck.agent.services;

import dev.procdeck.host.services.ExitFact;
import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.services.ServiceAct;
import dev.procdeck.host.services.ServiceJob;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceState;
import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.ReturnStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says an act's outcome in the protocol's words. Pure.
public final class ServiceOutcomes {
    private ServiceOutcomes() {}

    /// One outcome while it is put together.
    private record Draft(
            ReturnStatus status,
            String code,
            Map<String, String> parameters,
            Problem.@Nullable Category category,
            List<LogLine> lines,
            List<String> affected) {
        Draft(ReturnStatus status, String code, Map<String, String> parameters) {
            this(status, code, parameters, null, List.of(), List.of());
        }

        Draft withLines(List<LogLine> log) {
            return new Draft(status, code, parameters, category, log, affected);
        }
    }

    // NullAway does not see the annotation of a nested type in another module's class files.
    @SuppressWarnings("NullAway")
    public static Outcome of(ServiceAct act) {
        Draft draft = draft(act.outcome());
        Map<String, String> parameters = new HashMap<>(draft.parameters());
        parameters.put("unit", act.name());
        parameters.put("durationMillis", Long.toString(act.took().toMillis()));
        return new Outcome(
                draft.status(),
                draft.code(),
                parameters,
                draft.category(),
                act.before().map(ServiceOutcomes::words).orElse(null),
                act.after().map(ServiceOutcomes::words).orElse(null),
                draft.lines().stream().map(LogLines::toProtocol).toList(),
                draft.affected(),
                Instant.now(),
                null);
    }

    /// `active (running)`, as systemctl words it.
    public static String words(ServiceState state) {
        return state.subState().isEmpty()
                ? state.activeState()
                : state.activeState() + " (" + state.subState() + ")";
    }

    private static Draft draft(ServiceOutcome outcome) {
        return switch (outcome) {
            case ServiceOutcome.Succeeded(
                            ServiceOutcome.Achieved achieved,
                            List<String> mayBeStartedBy) ->
                    new Draft(
                            ReturnStatus.SUCCEEDED,
                            code(achieved),
                            mayBeStartedBy.isEmpty()
                                    ? Map.of()
                                    : Map.of("mayBeStartedBy", String.join(" ", mayBeStartedBy)));
            case ServiceOutcome.AlreadyInState(String state, String subState) ->
                    new Draft(
                            ReturnStatus.SUCCEEDED,
                            switch (state) {
                                case "active" -> "already_running";
                                case "inactive" -> "already_stopped";
                                default -> "already_in_state";
                            },
                            Map.of("state", state, "subState", subState));
            case ServiceOutcome.StartedThenDied died -> {
                Map<String, String> parameters = exit(died.exit());
                parameters.put("result", died.result());
                parameters.put("willRestart", Boolean.toString(died.willRestart()));
                yield new Draft(ReturnStatus.FAILED, "started_then_died", parameters)
                        .withLines(died.log());
            }
            case ServiceOutcome.SkippedByCondition skipped ->
                    new Draft(
                            ReturnStatus.FAILED,
                            "skipped_by_condition",
                            Map.of(
                                    "condition",
                                    skipped.failed().stream()
                                            .map(check ->
                                                    check.type()
                                                            + "="
                                                            + (check.negated() ? "!" : "")
                                                            + check.parameter())
                                            .collect(Collectors.joining(", "))));
            case ServiceOutcome.DependencyFailed(List<String> failed, List<LogLine> log) ->
                    new Draft(
                                    ReturnStatus.FAILED,
                                    "dependency_failed",
                                    Map.of("failed", String.join(" ", failed)))
                            .withLines(log);
            case ServiceOutcome.TimedOut(String phase, List<LogLine> log) ->
                    new Draft(ReturnStatus.FAILED, "timed_out", Map.of("phase", phase))
                            .withLines(log);
            case ServiceOutcome.Cancelled(String jobResult) ->
                    new Draft(ReturnStatus.FAILED, "cancelled", Map.of("jobResult", jobResult));
            case ServiceOutcome.Flapping flapping -> {
                Map<String, String> parameters = exit(flapping.lastExit());
                parameters.put("restarts", Long.toString(flapping.restarts()));
                String code = flapping.givenUp() ? "given_up" : "flapping";
                yield new Draft(ReturnStatus.FAILED, code, parameters).withLines(flapping.log());
            }
            case ServiceOutcome.Masked _ ->
                    refused(Problem.Category.CONFLICT, "unit_masked", Map.of());
            case ServiceOutcome.NotFound(List<String> nearest) ->
                    refused(
                            Problem.Category.NOT_FOUND,
                            "no_such_service",
                            Map.of("nearest", String.join(" ", nearest)));
            case ServiceOutcome.Conflict conflict ->
                    refused(
                            Problem.Category.CONFLICT,
                            "job_conflict",
                            Map.of("jobs", jobs(conflict.jobs()), "message", conflict.message()));
            case ServiceOutcome.Refused(ServiceOutcome.Refusal reason, List<String> parameters) ->
                    refused(
                            category(reason),
                            code(reason),
                            Map.of("detail", String.join(" ", parameters)));
            case ServiceOutcome.Denied(String errorName, String message) ->
                    refused(
                            Problem.Category.DENIED,
                            "manager_denied",
                            Map.of("error", errorName, "message", message));
            case ServiceOutcome.Failed failed -> {
                Map<String, String> parameters = exit(failed.exit());
                parameters.put("result", failed.result());
                parameters.put("error", failed.errorName());
                parameters.put("message", failed.message());
                yield new Draft(ReturnStatus.FAILED, "failed", parameters).withLines(failed.log());
            }
            case ServiceOutcome.Unknown(ServiceOutcome.Why why, String detail) ->
                    new Draft(ReturnStatus.UNKNOWN, code(why), Map.of("detail", detail));
        };
    }

    private static Draft refused(
            Problem.Category category, String code, Map<String, String> parameters) {
        return new Draft(ReturnStatus.REFUSED, code, parameters, category, List.of(), List.of());
    }

    private static Problem.Category category(ServiceOutcome.Refusal reason) {
        return switch (reason) {
            case UNAVAILABLE, SHUTTING_DOWN, RATE_LIMITED -> Problem.Category.UNAVAILABLE;
            case INVALID_NAME, TEMPLATE_WITHOUT_INSTANCE -> Problem.Category.USER;
            case NOT_SUPPORTED,
                    ONLY_BY_DEPENDENCY,
                    CANNOT_START,
                    CANNOT_STOP,
                    CANNOT_RELOAD,
                    NOT_RUNNING,
                    NOT_INSTALLABLE,
                    BAD_UNIT_FILE,
                    CONTRADICTORY_DEPENDENCIES ->
                    Problem.Category.CONFLICT;
        };
    }

    private static Map<String, String> exit(Optional<ExitFact> exit) {
        Map<String, String> parameters = new HashMap<>();
        exit.ifPresent(fact -> {
            switch (fact) {
                case ExitFact.Exited(int code) ->
                        parameters.put("exitCode", Integer.toString(code));
                case ExitFact.Signalled(int _, String name, boolean coreDumped) -> {
                    parameters.put("signal", name);
                    parameters.put("coreDumped", Boolean.toString(coreDumped));
                }
            }
        });
        return parameters;
    }

    private static String jobs(List<ServiceJob> jobs) {
        return jobs.stream()
                .map(job -> job.unit() + " " + job.type())
                .collect(Collectors.joining(", "));
    }

    private static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

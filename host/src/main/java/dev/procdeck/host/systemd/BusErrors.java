package dev.procdeck.host.systemd;

import dev.procdeck.host.services.ServiceJob;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceOutcome.Refusal;
import dev.procdeck.host.services.ServiceOutcome.Why;
import java.util.List;
import java.util.Optional;

/// What a failed call means for the act it was made for. Pure.
///
/// Names: systemd's `bus-common-errors.h` and those of the bus itself.
final class BusErrors {

    private static final String SYSTEMD = "org.freedesktop.systemd1.";
    private static final String BUS = "org.freedesktop.DBus.Error.";

    private BusErrors() {}

    /// @param nearest names to offer when there is no such unit
    /// @param jobs what is queued, for the error that says a job stands in the way
    static ServiceOutcome outcome(
            BusException failed, List<String> nearest, List<ServiceJob> jobs) {
        return switch (failed) {
            case BusException.Silent silent ->
                    new ServiceOutcome.Unknown(Why.NO_ANSWER, message(silent));
            case BusException.Lost lost ->
                    new ServiceOutcome.Unknown(Why.CONNECTION_LOST, message(lost));
            case BusException.Rejected rejected -> rejected(rejected, nearest, jobs);
        };
    }

    private static ServiceOutcome rejected(
            BusException.Rejected error, List<String> nearest, List<ServiceJob> jobs) {
        String name = error.errorName();
        String text = error.text();
        if (name.startsWith(BUS)) {
            return switch (name.substring(BUS.length())) {
                case "AccessDenied", "InteractiveAuthorizationRequired", "AuthFailed" ->
                        new ServiceOutcome.Denied(name, text);
                case "LimitsExceeded" -> refused(Refusal.RATE_LIMITED, text);
                case "UnknownObject" -> new ServiceOutcome.NotFound(nearest);
                case "InvalidArgs" -> refused(Refusal.INVALID_NAME, text);
                case "NotSupported" -> refused(Refusal.NOT_SUPPORTED, text);
                default -> failed(name, text);
            };
        }
        if (name.startsWith(SYSTEMD)) {
            return switch (name.substring(SYSTEMD.length())) {
                case "NoSuchUnit" -> new ServiceOutcome.NotFound(nearest);
                case "UnitMasked" -> new ServiceOutcome.Masked();
                case "LoadFailed", "BadUnitSetting", "BadSetting" ->
                        new ServiceOutcome.Refused(Refusal.BAD_UNIT_FILE, List.of(name, text));
                case "OnlyByDependency" -> refused(Refusal.ONLY_BY_DEPENDENCY, text);
                case "TransactionIsDestructive", "TransactionJobsConflicting" ->
                        new ServiceOutcome.Conflict(jobs, name, text);
                case "TransactionOrderIsCyclic", "OrderIsCyclic" ->
                        refused(Refusal.CONTRADICTORY_DEPENDENCIES, text);
                case "JobTypeNotApplicable" -> refused(Refusal.CANNOT_RELOAD, text);
                case "ShuttingDown" -> refused(Refusal.SHUTTING_DOWN, text);
                default -> failed(name, text);
            };
        }
        return failed(name, text);
    }

    private static ServiceOutcome refused(Refusal reason, String text) {
        return new ServiceOutcome.Refused(reason, List.of(text));
    }

    private static ServiceOutcome failed(String name, String text) {
        return new ServiceOutcome.Failed("bus-error", Optional.empty(), name, text, List.of());
    }

    private static String message(BusException failed) {
        return String.valueOf(failed.getMessage());
    }
}

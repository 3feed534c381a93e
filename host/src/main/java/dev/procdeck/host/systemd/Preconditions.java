package dev.procdeck.host.systemd;

import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceOutcome.Refusal;
import dev.procdeck.host.services.ServiceVerb;
import java.util.List;
import java.util.Optional;

/// What can be said of an act from the unit's properties alone, before anything is asked of
/// systemd. Pure.
final class Preconditions {

    private Preconditions() {}

    /// The outcome when there is nothing to do or nothing can be done; empty when it is worth
    /// trying.
    static Optional<ServiceOutcome> settle(
            ServiceVerb verb, UnitProperties unit, List<String> nearest) {
        String active = unit.text("ActiveState");
        boolean idle = active.equals("inactive") || active.equals("failed");
        Optional<ServiceOutcome> unloaded = unloaded(verb, unit, idle, nearest);
        if (unloaded.isPresent()) {
            return unloaded;
        }
        boolean up = active.equals("active");
        boolean queued = unit.struct("Job").length > 0 && !jobId(unit).equals("0");
        return switch (verb) {
            case START -> {
                if (up && !queued) {
                    yield already(unit);
                }
                yield refuse(unit, "RefuseManualStart", "CanStart", Refusal.CANNOT_START);
            }
            case STOP -> {
                if (idle && !queued) {
                    yield already(unit);
                }
                yield refuse(unit, "RefuseManualStop", "CanStop", Refusal.CANNOT_STOP);
            }
            case RESTART -> {
                if (unit.flag("RefuseManualStop")) {
                    yield refused(Refusal.ONLY_BY_DEPENDENCY);
                }
                yield refuse(unit, "RefuseManualStart", "CanStart", Refusal.CANNOT_START);
            }
            case RELOAD -> {
                if (!unit.flag("CanReload")) {
                    yield refused(Refusal.CANNOT_RELOAD);
                }
                yield up || active.equals("reloading")
                        ? Optional.empty()
                        : refused(Refusal.NOT_RUNNING);
            }
            case ENABLE, DISABLE -> files(verb, unit);
            case RESET_FAILED -> active.equals("failed") ? Optional.empty() : already(unit);
        };
    }

    private static Optional<ServiceOutcome> unloaded(
            ServiceVerb verb, UnitProperties unit, boolean idle, List<String> nearest) {
        boolean cleansUp = verb == ServiceVerb.RESET_FAILED || verb == ServiceVerb.STOP && !idle;
        if (cleansUp && !(idle && unit.text("LoadState").equals("not-found"))) {
            return Optional.empty();
        }
        return switch (unit.text("LoadState")) {
            case "not-found" -> Optional.of(new ServiceOutcome.NotFound(nearest));
            case "masked" ->
                    verb == ServiceVerb.STOP
                            ? Optional.empty()
                            : Optional.of(new ServiceOutcome.Masked());
            case "error", "bad-setting" -> {
                Object[] error = unit.struct("LoadError");
                List<String> said =
                        error.length == 2
                                ? List.of(Manager.text(error[0]), Manager.text(error[1]))
                                : List.of();
                yield Optional.of(new ServiceOutcome.Refused(Refusal.BAD_UNIT_FILE, said));
            }
            default -> Optional.empty();
        };
    }

    private static Optional<ServiceOutcome> files(ServiceVerb verb, UnitProperties unit) {
        String state = unit.text("UnitFileState");
        return switch (state) {
            case "enabled" ->
                    verb == ServiceVerb.ENABLE
                            ? Optional.of(new ServiceOutcome.AlreadyInState(state, ""))
                            : Optional.empty();
            case "disabled" ->
                    verb == ServiceVerb.DISABLE
                            ? Optional.of(new ServiceOutcome.AlreadyInState(state, ""))
                            : Optional.empty();
            case "indirect", "enabled-runtime", "linked", "linked-runtime", "alias" ->
                    Optional.empty();
            default ->
                    Optional.of(
                            new ServiceOutcome.Refused(Refusal.NOT_INSTALLABLE, List.of(state)));
        };
    }

    private static Optional<ServiceOutcome> refuse(
            UnitProperties unit, String manual, String can, Refusal cannot) {
        if (unit.flag(manual)) {
            return refused(Refusal.ONLY_BY_DEPENDENCY);
        }
        return unit.flag(can) ? Optional.empty() : refused(cannot);
    }

    private static Optional<ServiceOutcome> already(UnitProperties unit) {
        return Optional.of(
                new ServiceOutcome.AlreadyInState(unit.text("ActiveState"), unit.text("SubState")));
    }

    private static Optional<ServiceOutcome> refused(Refusal reason) {
        return Optional.of(new ServiceOutcome.Refused(reason, List.of()));
    }

    private static String jobId(UnitProperties unit) {
        return Manager.text(unit.struct("Job")[0]);
    }
}

package dev.procdeck.host.systemd;

import dev.procdeck.host.services.ConditionCheck;
import dev.procdeck.host.services.ExitFact;
import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceOutcome.Achieved;
import dev.procdeck.host.services.ServiceOutcome.Refusal;
import dev.procdeck.host.services.ServiceOutcome.Why;
import java.util.List;
import java.util.Optional;

/// Judges an act by the properties of the unit afterwards. Pure: everything seen is given in.
///
/// @param restartsBefore `NRestarts` when the act began, if the unit was waiting for a restart
///   then; else 0, since systemd counts anew from each start
/// @param diedBefore how an earlier process of it ended, when that was seen while watching
/// @param log the last lines of the run
record Verdict(
        UnitProperties seen,
        long restartsBefore,
        Optional<ExitFact> diedBefore,
        List<LogLine> log) {

    /// Whether a look at a started unit settles the matter before the verify window is over.
    enum Look {
        SETTLED,
        KEEP_LOOKING
    }

    static Look look(UnitProperties seen) {
        return switch (seen.text("ActiveState")) {
            case "failed", "inactive" -> Look.SETTLED;
            default -> Look.KEEP_LOOKING;
        };
    }

    /// After systemd's `done` for a start or a restart, at the end of the verify window.
    ServiceOutcome started() {
        String active = seen.text("ActiveState");
        String sub = seen.text("SubState");
        long restarts = seen.number("NRestarts").orElse(0) - restartsBefore;
        return switch (active) {
            case "active", "reloading" ->
                    restarts > 0
                            ? new ServiceOutcome.Flapping(restarts, lastExit(), false, log)
                            : new ServiceOutcome.Succeeded(achieved(sub), List.of());
            case "failed" ->
                    restarts > 0
                            ? new ServiceOutcome.Flapping(restarts, lastExit(), true, log)
                            : new ServiceOutcome.StartedThenDied(
                                    exit(), seen.text("Result"), false, log);
            case "inactive" -> inactiveAfterStart();
            case "activating", "deactivating" -> {
                if (restarts > 0) {
                    yield new ServiceOutcome.Flapping(restarts, lastExit(), false, log);
                }
                // Newer systemd says auto-restart-queued too.
                yield sub.startsWith("auto-restart")
                        ? new ServiceOutcome.StartedThenDied(exit(), seen.text("Result"), true, log)
                        : new ServiceOutcome.Unknown(Why.STILL_IN_PROGRESS, sub);
            }
            default -> new ServiceOutcome.Unknown(Why.UNEXPECTED_ANSWER, active);
        };
    }

    private ServiceOutcome inactiveAfterStart() {
        if (!failedConditions().isEmpty() || conditionsSaidNo()) {
            return new ServiceOutcome.SkippedByCondition(failedConditions());
        }
        String result = seen.text("Result");
        boolean clean = result.isEmpty() || result.equals("success");
        return clean
                ? new ServiceOutcome.Succeeded(Achieved.RAN_AND_FINISHED, List.of())
                : new ServiceOutcome.StartedThenDied(exit(), result, false, log);
    }

    /// After `done` for a stop.
    ServiceOutcome stopped(List<String> mayBeStartedBy) {
        String active = seen.text("ActiveState");
        return switch (active) {
            case "inactive" -> new ServiceOutcome.Succeeded(Achieved.STOPPED, mayBeStartedBy);
            case "failed" ->
                    new ServiceOutcome.Succeeded(
                            seen.text("Result").equals("timeout")
                                    ? Achieved.STOPPED_BY_FORCE
                                    : Achieved.STOPPED_UNCLEANLY,
                            mayBeStartedBy);
            default ->
                    new ServiceOutcome.Failed("started-again", Optional.empty(), "", active, log);
        };
    }

    /// After `done` for a reload.
    ServiceOutcome reloaded() {
        boolean active = seen.text("ActiveState").equals("active");
        String result = seen.text("ReloadResult");
        boolean clean = result.isEmpty() || result.equals("success");
        if (active && clean) {
            return new ServiceOutcome.Succeeded(Achieved.RELOADED, List.of());
        }
        return active
                ? new ServiceOutcome.Failed(result, Optional.empty(), "", "", log)
                : new ServiceOutcome.StartedThenDied(exit(), seen.text("Result"), false, log);
    }

    /// After the word `failed`, without a new run having begun: systemd refuses to start what was
    /// started too often, and leaves `Result` as the run before had it.
    ServiceOutcome neverBegun() {
        return new ServiceOutcome.Failed("start-limit-hit", Optional.empty(), "", "", log);
    }

    /// After any other word than `done`.
    ServiceOutcome jobEnded(String result, String type, List<String> failedDependencies) {
        return switch (result) {
            case "failed" ->
                    seen.text("Result").equals("timeout")
                            ? new ServiceOutcome.TimedOut(type, log)
                            : new ServiceOutcome.Failed(
                                    seen.text("Result"), exit(), "", seen.text("StatusText"), log);
            case "timeout" -> new ServiceOutcome.TimedOut("job", log);
            case "dependency" -> new ServiceOutcome.DependencyFailed(failedDependencies, log);
            case "canceled", "collected" -> new ServiceOutcome.Cancelled(result);
            case "skipped" ->
                    type.equals("reload")
                            ? new ServiceOutcome.Refused(Refusal.NOT_RUNNING, List.of())
                            : new ServiceOutcome.SkippedByCondition(failedConditions());
            case "assert" -> new ServiceOutcome.SkippedByCondition(failedAsserts());
            case "invalid" -> new ServiceOutcome.Refused(Refusal.NOT_RUNNING, List.of());
            case "unsupported" -> new ServiceOutcome.Refused(Refusal.NOT_SUPPORTED, List.of());
            case "once" ->
                    new ServiceOutcome.AlreadyInState(
                            seen.text("ActiveState"), seen.text("SubState"));
            default -> new ServiceOutcome.Unknown(Why.UNEXPECTED_ANSWER, result);
        };
    }

    private Optional<ExitFact> lastExit() {
        return exit().isPresent() ? exit() : diedBefore;
    }

    private Optional<ExitFact> exit() {
        return exit(seen);
    }

    static Optional<ExitFact> exit(UnitProperties seen) {
        return ExitFact.ofWaitId(
                seen.whole("ExecMainCode").orElse(0), seen.whole("ExecMainStatus").orElse(0));
    }

    private Achieved achieved(String sub) {
        if (seen.pid("MainPID").isPresent()) {
            return Achieved.RUNNING;
        }
        boolean service = seen.has("ExecMainCode");
        if (service && sub.equals("exited")) {
            return exit().isPresent() ? Achieved.RAN_AND_FINISHED : Achieved.ACTIVE;
        }
        return service && sub.equals("running") ? Achieved.RUNNING : Achieved.ACTIVE;
    }

    private boolean conditionsSaidNo() {
        return seen.instant("ConditionTimestamp").isPresent() && !seen.flag("ConditionResult");
    }

    private List<ConditionCheck> failedConditions() {
        return conditions(seen, "Conditions").stream()
                .filter(check -> check.result() == ConditionCheck.Result.FAILED)
                .toList();
    }

    private List<ConditionCheck> failedAsserts() {
        return conditions(seen, "Asserts").stream()
                .filter(check -> check.result() == ConditionCheck.Result.FAILED)
                .toList();
    }

    /// `a(sbbsi)`: type, trigger, negate, parameter, and a state below, at or above 0.
    static List<ConditionCheck> conditions(UnitProperties seen, String property) {
        return seen.structs(property).stream()
                .filter(row -> row.length >= 5)
                .map(row ->
                        new ConditionCheck(
                                Manager.text(row[0]),
                                Boolean.TRUE.equals(row[1]),
                                Boolean.TRUE.equals(row[2]),
                                Manager.text(row[3]),
                                result(row[4])))
                .toList();
    }

    private static ConditionCheck.Result result(Object state) {
        int value = state instanceof Number number ? number.intValue() : 0;
        if (value == 0) {
            return ConditionCheck.Result.UNTESTED;
        }
        return value > 0 ? ConditionCheck.Result.HELD : ConditionCheck.Result.FAILED;
    }
}

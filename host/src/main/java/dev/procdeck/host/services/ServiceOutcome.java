package dev.procdeck.host.services;

import java.util.List;
import java.util.Optional;

/// What came of an act, judged by what happened and not by what was asked. Facts only: codes and
/// parameters.
public sealed interface ServiceOutcome {

    /// It did what was asked and still held at the end of the verify window.
    record Succeeded(Achieved achieved, List<String> mayBeStartedBy) implements ServiceOutcome {}

    /// Nothing had to be done: it was in that state already (for enable and disable: the file
    /// state, with an empty sub-state).
    record AlreadyInState(String state, String subState) implements ServiceOutcome {}

    /// It came up and ended within the verify window.
    ///
    /// @param willRestart the manager has an automatic restart pending
    record StartedThenDied(
            Optional<ExitFact> exit, String result, boolean willRestart, List<LogLine> log)
            implements ServiceOutcome {}

    /// The manager did not start it because a condition did not hold; these are the ones.
    record SkippedByCondition(List<ConditionCheck> failed) implements ServiceOutcome {}

    /// Something it needs failed first.
    record DependencyFailed(List<String> failed, List<LogLine> log) implements ServiceOutcome {}

    /// Not up (or not down) within the manager's own time limit.
    record TimedOut(String phase, List<LogLine> log) implements ServiceOutcome {}

    /// Someone else took the job away: `canceled` or `collected`.
    record Cancelled(String jobResult) implements ServiceOutcome {}

    /// It keeps dying and being restarted.
    ///
    /// @param givenUp the manager has ended that: it is down, and is not restarted any more
    record Flapping(long restarts, Optional<ExitFact> lastExit, boolean givenUp, List<LogLine> log)
            implements ServiceOutcome {}

    /// An administrator has masked it.
    record Masked() implements ServiceOutcome {}

    /// There is no such service; these have the nearest names.
    record NotFound(List<String> nearest) implements ServiceOutcome {}

    /// Another job stands in the way; with [ActMode#REPLACE] it would be cancelled.
    record Conflict(List<ServiceJob> jobs, String errorName, String message)
            implements ServiceOutcome {}

    /// Refused before anything happened.
    record Refused(Refusal reason, List<String> parameters) implements ServiceOutcome {}

    /// We lack the right; nothing was changed.
    record Denied(String errorName, String message) implements ServiceOutcome {}

    /// It was tried and failed.
    ///
    /// @param result the manager's word: systemd's `Result` or job result, a fault's name, an exit
    ///   code
    /// @param errorName the D-Bus error or fault name; empty when there was none
    /// @param message what the manager said; hostile text; empty when nothing
    record Failed(
            String result,
            Optional<ExitFact> exit,
            String errorName,
            String message,
            List<LogLine> log)
            implements ServiceOutcome {}

    /// What happened is not known; it must be looked at and never be done again unasked.
    record Unknown(Why why, String detail) implements ServiceOutcome {}

    /// What a success consists of.
    enum Achieved {
        /// Running when last looked at.
        RUNNING,
        /// Active without a process of its own (a finished `RemainAfterExit`, a target, a mount).
        ACTIVE,
        /// Ran and ended well.
        RAN_AND_FINISHED,
        STOPPED,
        /// Stopped, but only by SIGKILL after its stop time-out.
        STOPPED_BY_FORCE,
        /// Stopped, and left as failed: by its own exit status, or because its stop command failed.
        STOPPED_UNCLEANLY,
        RELOADED,
        ENABLED,
        DISABLED,
        FAILURE_CLEARED
    }

    enum Refusal {
        /// The manager cannot be asked now; parameters: the reason, details.
        UNAVAILABLE,
        /// Not a well-formed name; parameter: what is wrong with it.
        INVALID_NAME,
        /// The manager has no such verb.
        NOT_SUPPORTED,
        /// A template needs an instance name.
        TEMPLATE_WITHOUT_INSTANCE,
        /// `RefuseManualStart=`/`RefuseManualStop=`: only as part of another unit.
        ONLY_BY_DEPENDENCY,
        CANNOT_START,
        CANNOT_STOP,
        CANNOT_RELOAD,
        /// Reload of something that is not running.
        NOT_RUNNING,
        /// Enabling something without an `[Install]` section; parameter: its file state.
        NOT_INSTALLABLE,
        /// Its unit file cannot be loaded; parameters: error name, message.
        BAD_UNIT_FILE,
        SHUTTING_DOWN,
        /// The manager's rate limit.
        RATE_LIMITED,
        /// Dependencies that contradict each other; parameter: message.
        CONTRADICTORY_DEPENDENCIES
    }

    enum Why {
        /// No answer within our own deadline.
        NO_ANSWER,
        CONNECTION_LOST,
        /// The manager is still at it; its own limit is not reached.
        STILL_IN_PROGRESS,
        /// The manager answered something we do not know.
        UNEXPECTED_ANSWER,
        /// It was done but could not be looked at afterwards.
        NOT_VERIFIED
    }
}

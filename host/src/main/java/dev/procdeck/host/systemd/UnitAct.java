package dev.procdeck.host.systemd;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.services.ActMode;
import dev.procdeck.host.services.ActProgress;
import dev.procdeck.host.services.ExitFact;
import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.services.ServiceAct;
import dev.procdeck.host.services.ServiceJob;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceOutcome.Achieved;
import dev.procdeck.host.services.ServiceOutcome.Refusal;
import dev.procdeck.host.services.ServiceOutcome.Why;
import dev.procdeck.host.services.ServiceState;
import dev.procdeck.host.services.ServiceVerb;
import dev.procdeck.host.services.UnitLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/// One act on one unit, from the question to the verdict. Used once, by one thread.
final class UnitAct {

    /// How many log lines go with a bad outcome.
    private static final int LOG_LINES = 20;

    /// journald may still be writing what a process said last.
    private static final Duration PING_EVERY = Duration.ofSeconds(4);

    private static final Duration PING_DEADLINE = Duration.ofSeconds(5);

    private static final Duration LOG_SETTLES = Duration.ofMillis(150);

    /// After a stop, how long to look whether something starts it again.
    private static final Duration STOP_WINDOW = Duration.ofSeconds(1);

    private final Session session;
    private final UnitWakes wakes;
    private final UnitLog log;
    private final ActTimes times;
    private final Consumer<ActProgress> progress;
    private final List<String> nearest;
    private final Instant beganAt;

    /// @param nearest names to offer when there is none of the name asked for
    /// @param beganAt from when on log lines belong to the act
    UnitAct(
            Session session,
            UnitWakes wakes,
            UnitLog log,
            ActTimes times,
            List<String> nearest,
            Instant beganAt,
            Consumer<ActProgress> progress) {
        this.session = session;
        this.wakes = wakes;
        this.log = log;
        this.times = times;
        this.nearest = nearest;
        this.beganAt = beganAt;
        this.progress = progress;
    }

    ServiceAct run(ServiceVerb verb, UnitName name, ActMode mode) {
        long began = System.nanoTime();
        String canonical = name.value();
        Optional<ServiceState> before = Optional.empty();
        Optional<ServiceState> after = Optional.empty();
        ServiceOutcome outcome;
        try {
            String path = session.manager().loadUnit(name.value());
            UnitProperties unit = session.manager().properties(path);
            canonical = unit.text("Id").isEmpty() ? name.value() : unit.text("Id");
            before = Optional.of(UnitRecord.state("", unit));
            Optional<ServiceOutcome> settled = Preconditions.settle(verb, unit, nearest);
            if (settled.isPresent()) {
                outcome = settled.get();
                after = before;
            } else {
                session.manager().hold(path);
                try {
                    outcome = act(verb, canonical, path, unit, mode);
                    after = look(path);
                } finally {
                    session.manager().release(path);
                }
            }
        } catch (BusException failed) {
            outcome = BusErrors.outcome(failed, nearest, List.of());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            outcome = new ServiceOutcome.Unknown(Why.NOT_VERIFIED, "interrupted");
        }
        return new ServiceAct(
                verb,
                canonical,
                outcome,
                before,
                after,
                Duration.ofNanos(System.nanoTime() - began));
    }

    private ServiceOutcome act(
            ServiceVerb verb, String name, String path, UnitProperties unit, ActMode mode)
            throws BusException, InterruptedException {
        return switch (verb) {
            case START, STOP, RESTART, RELOAD -> job(verb, name, path, unit, mode);
            case ENABLE -> enable(name);
            case DISABLE -> disable(name);
            case RESET_FAILED -> {
                session.manager().resetFailed(name);
                UnitProperties now = session.manager().properties(path);
                yield now.text("ActiveState").equals("failed")
                        ? failed("still-failed")
                        : new ServiceOutcome.Succeeded(Achieved.FAILURE_CLEARED, List.of());
            }
        };
    }

    private ServiceOutcome job(
            ServiceVerb verb, String name, String path, UnitProperties before, ActMode mode)
            throws BusException, InterruptedException {
        long began = System.nanoTime();
        try (UnitWakes.Waiter waiter = wakes.waiter(path)) {
            Manager.Enqueued job;
            try {
                String word = mode == ActMode.REPLACE ? "replace" : "fail";
                job = session.manager().enqueue(name, verb.word(), word);
            } catch (BusException.Rejected rejected) {
                return BusErrors.outcome(rejected, nearest, jobsInTheWay(name, rejected.text()));
            }
            progress.accept(new ActProgress.Queued(job.jobId(), job.alsoTouched()));
            Optional<Jobs.Removed> ended;
            try {
                ended = awaitEnd(job.jobPath());
            } catch (BusException silent) {
                return new ServiceOutcome.Unknown(Why.CONNECTION_LOST, "job " + job.jobId());
            }
            if (ended.isEmpty()) {
                return session.jobs().isLost()
                        ? new ServiceOutcome.Unknown(Why.CONNECTION_LOST, "job " + job.jobId())
                        : new ServiceOutcome.Unknown(Why.STILL_IN_PROGRESS, "job " + job.jobId());
            }
            String result = ended.get().result();
            progress.accept(new ActProgress.Verifying(result));
            return judge(verb, name, path, before, result, began, waiter);
        }
    }

    private ServiceOutcome judge(
            ServiceVerb verb,
            String name,
            String path,
            UnitProperties before,
            String result,
            long began,
            UnitWakes.Waiter waiter)
            throws InterruptedException {
        try {
            if (!result.equals("done")) {
                UnitProperties seen = session.manager().properties(path);
                List<String> culprits =
                        result.equals("dependency")
                                ? failedDependencies(name, seen, began)
                                : List.of();
                Verdict verdict = verdict(seen, before, true);
                return result.equals("failed")
                                && verb == ServiceVerb.START
                                && isSameRun(before, seen)
                        ? verdict.neverBegun()
                        : verdict.jobEnded(result, verb.word(), culprits);
            }
            return switch (verb) {
                case START, RESTART -> started(path, before, waiter);
                case STOP -> stopped(path, before, waiter);
                case RELOAD -> {
                    UnitProperties seen = session.manager().properties(path);
                    yield verdict(seen, before, true).reloaded();
                }
                case ENABLE, DISABLE, RESET_FAILED ->
                        throw new IllegalStateException("no job for " + verb);
            };
        } catch (BusException failed) {
            // The job is over; only the look at its result is missing.
            return failed instanceof BusException.Lost
                    ? new ServiceOutcome.Unknown(Why.CONNECTION_LOST, "job result " + result)
                    : new ServiceOutcome.Unknown(
                            Why.NOT_VERIFIED, String.valueOf(failed.getMessage()));
        }
    }

    private ServiceOutcome started(String path, UnitProperties before, UnitWakes.Waiter waiter)
            throws BusException, InterruptedException {
        long end = System.nanoTime() + times.verifyWindow().toNanos();
        UnitProperties seen = session.manager().properties(path);
        Optional<ExitFact> died = Optional.empty();
        while (Verdict.look(seen) == Verdict.Look.KEEP_LOOKING) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                break;
            }
            waiter.await(Duration.ofNanos(left));
            if (session.jobs().isLost()) {
                return new ServiceOutcome.Unknown(Why.CONNECTION_LOST, "after the job was done");
            }
            seen = session.manager().properties(path);
            // A restarted process hides how the one before it ended.
            Optional<ExitFact> exit = Verdict.exit(seen);
            died = exit.isPresent() ? exit : died;
            progress.accept(
                    new ActProgress.StateSeen(seen.text("ActiveState"), seen.text("SubState")));
        }
        ServiceOutcome quick = new Verdict(seen, restartsBefore(before), died, List.of()).started();
        boolean needsLog =
                quick instanceof ServiceOutcome.StartedThenDied
                        || quick instanceof ServiceOutcome.Flapping;
        return needsLog ? verdict(seen, before, died, true).started() : quick;
    }

    private ServiceOutcome stopped(String path, UnitProperties before, UnitWakes.Waiter waiter)
            throws BusException, InterruptedException {
        List<String> triggers = new ArrayList<>();
        for (String trigger : before.texts("TriggeredBy")) {
            String triggerPath = session.manager().loadUnit(trigger);
            UnitProperties state = session.manager().properties(triggerPath, Manager.UNIT_TYPE);
            if (state.text("ActiveState").equals("active")) {
                triggers.add(trigger);
            }
        }
        UnitProperties seen = session.manager().properties(path);
        long end = System.nanoTime() + STOP_WINDOW.toNanos();
        while (!triggers.isEmpty() && System.nanoTime() < end) {
            waiter.await(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            seen = session.manager().properties(path);
        }
        return verdict(seen, before, false).stopped(triggers);
    }

    /// A bus that has fallen silent tells of no end either: it is asked now and then whether it
    /// still speaks, so that nobody waits for a job for minutes that cannot be seen (F1).
    private Optional<Jobs.Removed> awaitEnd(String jobPath)
            throws BusException, InterruptedException {
        long end = System.nanoTime() + times.jobPatience().toNanos();
        while (true) {
            long left = (end - System.nanoTime()) / 1_000_000;
            Optional<Jobs.Removed> ended =
                    session.jobs().await(jobPath, Math.min(left, PING_EVERY.toMillis()));
            if (ended.isPresent() || session.jobs().isLost() || left <= PING_EVERY.toMillis()) {
                return ended;
            }
            session.manager().ping(PING_DEADLINE);
        }
    }

    private ServiceOutcome enable(String name) throws BusException {
        boolean installable = session.manager().enable(name);
        if (!installable) {
            String state = session.manager().unitFileState(name);
            return new ServiceOutcome.Refused(Refusal.NOT_INSTALLABLE, List.of(state));
        }
        session.manager().reload();
        String state = session.manager().unitFileState(name);
        return state.startsWith("enabled")
                ? new ServiceOutcome.Succeeded(Achieved.ENABLED, List.of())
                : failed(state);
    }

    private ServiceOutcome disable(String name) throws BusException {
        session.manager().disable(name);
        session.manager().reload();
        String state = session.manager().unitFileState(name);
        return state.startsWith("enabled")
                ? failed(state)
                : new ServiceOutcome.Succeeded(Achieved.DISABLED, List.of());
    }

    private static ServiceOutcome failed(String result) {
        return new ServiceOutcome.Failed(result, Optional.empty(), "", "", List.of());
    }

    private Optional<ServiceState> look(String path) {
        try {
            return Optional.of(UnitRecord.state("", session.manager().properties(path)));
        } catch (BusException away) {
            return Optional.empty();
        }
    }

    private Verdict verdict(UnitProperties seen, UnitProperties before, boolean withLog)
            throws InterruptedException {
        return verdict(seen, before, Optional.empty(), withLog);
    }

    private Verdict verdict(
            UnitProperties seen, UnitProperties before, Optional<ExitFact> died, boolean withLog)
            throws InterruptedException {
        List<LogLine> lines = List.of();
        if (withLog) {
            Thread.sleep(LOG_SETTLES);
            Reading<List<LogLine>> read = log.since(seen.text("Id"), beganAt, LOG_LINES);
            lines = read.asOptional().orElse(List.of());
        }
        return new Verdict(seen, restartsBefore(before), died, lines);
    }

    private static boolean isSameRun(UnitProperties before, UnitProperties seen) {
        String run = before.hex("InvocationID");
        return !run.isEmpty() && run.equals(seen.hex("InvocationID"));
    }

    private static long restartsBefore(UnitProperties before) {
        return before.text("SubState").startsWith("auto-restart")
                ? before.number("NRestarts").orElse(0)
                : 0;
    }

    private List<ServiceJob> jobsInTheWay(String name, String message) throws BusException {
        List<ServiceJob> named = new ArrayList<>();
        for (ServiceJob job : session.manager().listJobs()) {
            if (job.unit().equals(name) || message.contains(job.unit())) {
                named.add(job);
            }
        }
        return named;
    }

    /// What it needs and what of that failed: by the results of jobs that ended since we asked,
    /// else by state.
    private List<String> failedDependencies(String name, UnitProperties seen, long began)
            throws BusException {
        TreeSet<String> needed = new TreeSet<>();
        for (String relation : List.of("Requires", "Requisite", "BindsTo")) {
            needed.addAll(seen.texts(relation));
        }
        TreeSet<String> culprits = new TreeSet<>();
        for (Jobs.Removed job : session.jobs().since(began)) {
            boolean bad = !job.result().equals("done") && !job.result().equals("skipped");
            if (bad && !job.unit().equals(name) && needed.contains(job.unit())) {
                culprits.add(job.unit());
            }
        }
        if (culprits.isEmpty()) {
            for (String unit : needed) {
                String path = session.manager().loadUnit(unit);
                UnitProperties state = session.manager().properties(path, Manager.UNIT_TYPE);
                String active = state.text("ActiveState");
                if (active.equals("failed") || active.equals("inactive")) {
                    culprits.add(unit);
                }
            }
        }
        return List.copyOf(culprits);
    }
}

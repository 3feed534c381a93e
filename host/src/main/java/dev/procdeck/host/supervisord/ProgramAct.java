package dev.procdeck.host.supervisord;

import dev.procdeck.host.services.ActProgress;
import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceOutcome.Achieved;
import dev.procdeck.host.services.ServiceOutcome.Refusal;
import dev.procdeck.host.services.ServiceOutcome.Why;
import dev.procdeck.host.services.ServiceVerb;
import dev.procdeck.host.supervisord.ProgramInfo.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One act on one program, judged by the states that follow. Used once, by one thread.
final class ProgramAct {

    private static final Duration LOOK = Duration.ofMillis(200);

    /// How long supervisord may leave what has ended before it starts it again: it looks once a
    /// second, and does not tell whether it is going to.
    private static final Duration RESPAWN = Duration.ofMillis(1_500);

    private static final int LOG_LINES = 20;
    private static final int SPAWN_ERROR = 50;
    private static final int ALREADY_STARTED = 60;
    private static final int NOT_RUNNING = 70;

    private final Programs programs;
    private final String name;
    private final Duration verifyWindow;
    private final Duration patience;
    private final Consumer<ActProgress> progress;

    ProgramAct(
            Programs programs,
            String name,
            Duration verifyWindow,
            Duration patience,
            Consumer<ActProgress> progress) {
        this.programs = programs;
        this.name = name;
        this.verifyWindow = verifyWindow;
        this.patience = patience;
        this.progress = progress;
    }

    ServiceOutcome run(ServiceVerb verb, ProgramInfo before) throws InterruptedException {
        try {
            return switch (verb) {
                case START ->
                        switch (before.state()) {
                            case RUNNING -> already(before);
                            // It is on its way down; supervisord starts only what is down.
                            case STOPPING -> restart(before);
                            case STOPPED, STARTING, BACKOFF, EXITED, FATAL, UNKNOWN -> start();
                        };
                case STOP -> before.state().isDown() ? already(before) : stop();
                case RESTART -> restart(before);
                case RELOAD, ENABLE, DISABLE, RESET_FAILED ->
                        new ServiceOutcome.Refused(Refusal.NOT_SUPPORTED, List.of());
            };
        } catch (RpcException failed) {
            return outcome(failed);
        }
    }

    /// Both halves: when it does not stop, it is not started, and that is what is told.
    private ServiceOutcome restart(ProgramInfo before) throws RpcException, InterruptedException {
        if (!before.state().isDown()) {
            ServiceOutcome stopped = stop();
            if (!(stopped instanceof ServiceOutcome.Succeeded)) {
                return stopped;
            }
        }
        return start();
    }

    /// supervisord refuses to stop what is on its way down already: that is only waited for.
    private ServiceOutcome stop() throws RpcException, InterruptedException {
        try {
            programs.stop(name);
        } catch (RpcException.Fault fault) {
            if (fault.code() != NOT_RUNNING) {
                throw fault;
            }
        }
        long end = System.nanoTime() + patience.toNanos();
        ProgramInfo seen = look();
        while (!seen.state().isDown()) {
            if (System.nanoTime() > end) {
                return new ServiceOutcome.Unknown(Why.STILL_IN_PROGRESS, seen.state().name());
            }
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            seen = look();
        }
        return new ServiceOutcome.Succeeded(Achieved.STOPPED, List.of());
    }

    private ServiceOutcome start() throws RpcException, InterruptedException {
        spawn();
        long now = System.nanoTime();
        long patienceEnd = now + patience.toNanos();
        long windowEnd = Long.MAX_VALUE;
        long exitedSince = Long.MAX_VALUE;
        int firstPid = 0;
        int deaths = 0;
        while (true) {
            ProgramInfo seen = look();
            now = System.nanoTime();
            if (seen.pid() > 0 && seen.pid() != firstPid) {
                deaths += firstPid == 0 ? 0 : 1;
                firstPid = seen.pid();
            }
            boolean starting = seen.state() == State.STARTING && deaths == 0;
            if (!starting && windowEnd == Long.MAX_VALUE) {
                windowEnd = now + verifyWindow.toNanos();
                progress.accept(new ActProgress.Verifying(seen.state().name()));
            }
            boolean exited = seen.state() == State.EXITED;
            exitedSince = exited ? Math.min(exitedSince, now) : Long.MAX_VALUE;
            boolean settled =
                    exited
                            ? now - exitedSince >= RESPAWN.toNanos()
                            : seen.state() == State.FATAL || now - windowEnd >= 0;
            if (settled) {
                return judge(seen, deaths);
            }
            if (now > patienceEnd) {
                return new ServiceOutcome.Unknown(Why.STILL_IN_PROGRESS, seen.state().name());
            }
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
    }

    /// A program that has died before supervisord answers is a spawn error to it, like one that
    /// could not be started; the former is watched like any other. So is one that supervisord calls
    /// started already: it says that also of what has died and waits for another try.
    private void spawn() throws RpcException {
        try {
            programs.start(name);
        } catch (RpcException.Fault fault) {
            boolean died = fault.code() == SPAWN_ERROR && programs.info(name).diedByItself();
            if (!died && fault.code() != ALREADY_STARTED) {
                throw fault;
            }
        }
    }

    private ServiceOutcome judge(ProgramInfo seen, int deaths) {
        String result = seen.state().name();
        return switch (seen.state()) {
            case RUNNING ->
                    deaths > 0
                            ? new ServiceOutcome.Flapping(deaths, seen.exit(), false, log(seen))
                            : new ServiceOutcome.Succeeded(Achieved.RUNNING, List.of());
            case EXITED ->
                    seen.exitStatus() == 0
                            ? new ServiceOutcome.Succeeded(Achieved.RAN_AND_FINISHED, List.of())
                            : new ServiceOutcome.StartedThenDied(
                                    seen.exit(), result, false, log(seen));
            case FATAL -> new ServiceOutcome.StartedThenDied(seen.exit(), result, false, log(seen));
            case BACKOFF, STARTING ->
                    new ServiceOutcome.StartedThenDied(seen.exit(), result, true, log(seen));
            case STOPPED, STOPPING -> new ServiceOutcome.Cancelled(result);
            case UNKNOWN -> new ServiceOutcome.Unknown(Why.UNEXPECTED_ANSWER, result);
        };
    }

    private ProgramInfo look() throws RpcException {
        ProgramInfo seen = programs.info(name);
        progress.accept(new ActProgress.StateSeen(seen.activeState(), seen.state().name()));
        return seen;
    }

    private List<LogLine> log(ProgramInfo seen) {
        return programs.lastLines(seen, LOG_LINES);
    }

    private static ServiceOutcome already(ProgramInfo seen) {
        return new ServiceOutcome.AlreadyInState(seen.activeState(), seen.state().name());
    }

    /// supervisord's fault codes (supervisor/xmlrpc.py, class Faults).
    static ServiceOutcome outcome(RpcException failed) {
        return switch (failed) {
            case RpcException.Unreachable unreachable ->
                    unreachable.denied()
                            ? new ServiceOutcome.Denied("", message(unreachable))
                            : new ServiceOutcome.Refused(
                                    Refusal.UNAVAILABLE, List.of(message(unreachable)));
            case RpcException.NoAnswer noAnswer ->
                    new ServiceOutcome.Unknown(Why.NO_ANSWER, message(noAnswer));
            case RpcException.Fault fault ->
                    switch (fault.code()) {
                        case 6 -> new ServiceOutcome.Refused(Refusal.SHUTTING_DOWN, List.of());
                        case 10 -> new ServiceOutcome.NotFound(List.of());
                        case 20, 21 -> failed("no-program", fault);
                        case 30, 90 -> failed("failed", fault);
                        case 40 -> failed("abnormal-termination", fault);
                        case SPAWN_ERROR -> failed("spawn-error", fault);
                        default -> failed("fault-" + fault.code(), fault);
                    };
        };
    }

    private static ServiceOutcome failed(String result, RpcException.Fault fault) {
        return new ServiceOutcome.Failed(
                result, Optional.empty(), "fault " + fault.code(), fault.text(), List.of());
    }

    private static String message(RpcException failed) {
        return String.valueOf(failed.getMessage());
    }
}

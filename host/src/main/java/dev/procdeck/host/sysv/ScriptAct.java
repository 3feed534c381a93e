package dev.procdeck.host.sysv;

import dev.procdeck.host.services.ActProgress;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceOutcome.Achieved;
import dev.procdeck.host.services.ServiceOutcome.Refusal;
import dev.procdeck.host.services.ServiceOutcome.Why;
import dev.procdeck.host.services.ServiceVerb;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One act through a start script, judged by the processes afterwards. Used once, by one thread.
final class ScriptAct {

    private static final Duration LOOK = Duration.ofMillis(100);

    /// How long a daemon may take to write its pid file, or to be gone, after its script has ended.
    private static final Duration SETTLES = Duration.ofSeconds(5);

    private final InitScript script;
    private final Path path;
    private final ScriptState state;
    private final Duration deadline;
    private final Duration verifyWindow;
    private final Consumer<ActProgress> progress;

    ScriptAct(
            InitScript script,
            Path path,
            ScriptState state,
            Duration deadline,
            Duration verifyWindow,
            Consumer<ActProgress> progress) {
        this.script = script;
        this.path = path;
        this.state = state;
        this.deadline = deadline;
        this.verifyWindow = verifyWindow;
        this.progress = progress;
    }

    ServiceOutcome run(ServiceVerb verb, ScriptState.Seen before)
            throws IOException, InterruptedException {
        if (!script.verbs().contains(verb.word())) {
            return refused(Refusal.NOT_SUPPORTED);
        }
        Optional<ServiceOutcome> settled = settle(verb, before);
        if (settled.isPresent()) {
            return settled.get();
        }
        ScriptRunner.Ran ran = ScriptRunner.run(path, verb.word(), deadline);
        if (!ran.ended()) {
            return new ServiceOutcome.TimedOut("script", List.of());
        }
        progress.accept(new ActProgress.Verifying("exit " + ran.status()));
        return switch (verb) {
            case START, RESTART -> started(verb, ran, before);
            case STOP -> stopped(ran, before);
            case RELOAD ->
                    ran.status() == 0 && state.look(script).pid().isPresent()
                            ? new ServiceOutcome.Succeeded(Achieved.RELOADED, List.of())
                            : failed(ran);
            case ENABLE, DISABLE, RESET_FAILED -> refused(Refusal.NOT_SUPPORTED);
        };
    }

    private static Optional<ServiceOutcome> settle(ServiceVerb verb, ScriptState.Seen before) {
        boolean up = before.pid().isPresent();
        if (!before.known()) {
            return Optional.empty();
        }
        return switch (verb) {
            case START ->
                    up
                            ? Optional.of(new ServiceOutcome.AlreadyInState("active", "running"))
                            : Optional.empty();
            case STOP ->
                    up || before.pidFileStale()
                            ? Optional.empty()
                            : Optional.of(new ServiceOutcome.AlreadyInState("inactive", "dead"));
            case RELOAD -> up ? Optional.empty() : Optional.of(refused(Refusal.NOT_RUNNING));
            case RESTART, ENABLE, DISABLE, RESET_FAILED -> Optional.empty();
        };
    }

    private ServiceOutcome started(ServiceVerb verb, ScriptRunner.Ran ran, ScriptState.Seen before)
            throws InterruptedException {
        if (ran.status() != 0) {
            return failed(ran);
        }
        if (!before.known()) {
            return unverifiable(ran);
        }
        ScriptState.Seen seen = state.look(script);
        for (long end = end(SETTLES);
                seen.pid().isEmpty() && System.nanoTime() < end;
                seen = state.look(script)) {
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
        if (seen.pid().isEmpty()) {
            return new ServiceOutcome.Failed(
                    "not-running-afterwards", Optional.empty(), "", ran.output(), List.of());
        }
        if (verb == ServiceVerb.RESTART && seen.pid().equals(before.pid())) {
            return new ServiceOutcome.Failed(
                    "same-process", Optional.empty(), "", ran.output(), List.of());
        }
        OptionalInt first = seen.pid();
        for (long end = end(verifyWindow); System.nanoTime() < end; seen = state.look(script)) {
            if (seen.pid().isEmpty()) {
                return new ServiceOutcome.StartedThenDied(Optional.empty(), "", false, List.of());
            }
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
        return first.equals(seen.pid())
                ? new ServiceOutcome.Succeeded(Achieved.RUNNING, List.of())
                : new ServiceOutcome.Flapping(1, Optional.empty(), false, List.of());
    }

    private ServiceOutcome stopped(ScriptRunner.Ran ran, ScriptState.Seen before)
            throws InterruptedException {
        if (!before.known()) {
            return ran.status() == 0 ? unverifiable(ran) : failed(ran);
        }
        ScriptState.Seen seen = state.look(script);
        for (long end = end(SETTLES);
                seen.pid().isPresent() && System.nanoTime() < end;
                seen = state.look(script)) {
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
        }
        if (seen.pid().isEmpty()) {
            return new ServiceOutcome.Succeeded(Achieved.STOPPED, List.of());
        }
        return ran.status() == 0
                ? new ServiceOutcome.Failed(
                        "still-running", Optional.empty(), "", ran.output(), List.of())
                : failed(ran);
    }

    /// LSB's exit codes for everything but `status`.
    private static ServiceOutcome failed(ScriptRunner.Ran ran) {
        return switch (ran.status()) {
            case 2, 3 -> refused(Refusal.NOT_SUPPORTED);
            case 4 -> new ServiceOutcome.Denied("exit 4", ran.output());
            case 5 -> bad("not-installed", ran);
            case 6 -> bad("not-configured", ran);
            case 7 -> refused(Refusal.NOT_RUNNING);
            default -> bad("exit-" + ran.status(), ran);
        };
    }

    private static ServiceOutcome bad(String result, ScriptRunner.Ran ran) {
        return new ServiceOutcome.Failed(result, Optional.empty(), "", ran.output(), List.of());
    }

    /// The script says it is done and there is nothing to see that by.
    private static ServiceOutcome unverifiable(ScriptRunner.Ran ran) {
        return new ServiceOutcome.Unknown(Why.NOT_VERIFIED, ran.output());
    }

    private static ServiceOutcome refused(Refusal reason) {
        return new ServiceOutcome.Refused(reason, List.of());
    }

    private static long end(Duration from) {
        return System.nanoTime() + from.toNanos();
    }
}

package dev.procdeck.host.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.journal.Journal;
import dev.procdeck.host.services.ActMode;
import dev.procdeck.host.services.ActProgress;
import dev.procdeck.host.services.ExitFact;
import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.services.ServiceAct;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceOutcome.Achieved;
import dev.procdeck.host.services.ServiceOutcome.Refusal;
import dev.procdeck.host.services.ServiceVerb;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One test per outcome, each brought about by a real unit of a real systemd.
@Tag("testhost")
class SystemdActsHostTest {

    private static Systemd systemd;

    @BeforeAll
    static void makeUnits() throws Exception {
        TestUnits.service("pd-runs.service", "ExecStart=/bin/sleep 1000");
        TestUnits.service(
                "pd-dies.service", "ExecStart=/bin/sh -c 'echo about to die; sleep 0.2; exit 7'");
        TestUnits.service("pd-killed.service", "ExecStart=/bin/sh -c 'sleep 0.2; kill -SEGV $$$$'");
        TestUnits.service("pd-noexec.service", "Type=exec", "ExecStart=/nonexistent/program");
        TestUnits.write(
                "pd-condition.service",
                "[Unit]\nConditionPathExists=/nonexistent/pd\nConditionPathExists=/etc\n"
                        + "[Service]\nExecStart=/bin/sleep 1000\n");
        TestUnits.write(
                "pd-assert.service",
                "[Unit]\nAssertPathExists=/nonexistent/pd\n[Service]\nExecStart=/bin/sleep 1000\n");
        TestUnits.service("pd-broken.service", "Type=oneshot", "ExecStart=/bin/false");
        TestUnits.write(
                "pd-needs.service",
                "[Unit]\nRequires=pd-broken.service\nAfter=pd-broken.service\n"
                        + "[Service]\nExecStart=/bin/sleep 1000\n");
        TestUnits.service(
                "pd-never-ready.service",
                "Type=notify",
                "TimeoutStartSec=1s",
                "ExecStart=/bin/sh -c 'echo not ready; sleep 1000'");
        TestUnits.write(
                "pd-job-timeout.service",
                "[Unit]\nJobRunningTimeoutSec=1s\n[Service]\nType=oneshot\nExecStart=/bin/sleep 1000\n");
        TestUnits.service("pd-slow-start.service", "Type=oneshot", "ExecStart=/bin/sleep 4");
        TestUnits.write(
                "pd-flaps.service",
                "[Unit]\nStartLimitIntervalSec=0\n[Service]\nRestart=always\nRestartSec=100ms\n"
                        + "ExecStart=/bin/sh -c 'sleep 0.3; exit 3'\n");
        TestUnits.service(
                "pd-late-restart.service",
                "Restart=always",
                "RestartSec=60s",
                "ExecStart=/bin/sh -c 'sleep 0.3; exit 3'");
        TestUnits.service(
                "pd-oneshot.service", "Type=oneshot", "ExecStart=/bin/sh -c 'echo did it'");
        TestUnits.service(
                "pd-remains.service", "Type=oneshot", "RemainAfterExit=yes", "ExecStart=/bin/true");
        TestUnits.service(
                "pd-oneshot-fails.service", "Type=oneshot", "ExecStart=/bin/sh -c 'exit 9'");
        TestUnits.service(
                "pd-stubborn.service",
                "TimeoutStopSec=1s",
                "ExecStart=/bin/sh -c 'trap \"\" TERM; while :; do sleep 1; done'");
        TestUnits.service("pd-inst@.service", "ExecStart=/bin/sleep 10%i");
        TestUnits.service(
                "pd-reloads.service", "ExecStart=/bin/sleep 1000", "ExecReload=/bin/true");
        TestUnits.service(
                "pd-reload-fails.service", "ExecStart=/bin/sleep 1000", "ExecReload=/bin/false");
        TestUnits.write(
                "pd-only-dep.service",
                "[Unit]\nRefuseManualStart=yes\nRefuseManualStop=yes\n"
                        + "[Service]\nExecStart=/bin/sleep 1000\n");
        TestUnits.write("pd-bad.service", "[Service]\nType=nonsense\n");
        TestUnits.write(
                "pd-start-limit.service",
                "[Unit]\nStartLimitIntervalSec=100\nStartLimitBurst=1\n"
                        + "[Service]\nExecStart=/bin/sleep 1000\n");
        TestUnits.write(
                "pd-fails-limited.service",
                "[Unit]\nStartLimitIntervalSec=100\nStartLimitBurst=1\n"
                        + "[Service]\nType=oneshot\nExecStart=/bin/false\n");
        TestUnits.write("pd-sock.socket", "[Socket]\nListenStream=/run/pd-sock\n");
        TestUnits.service("pd-sock.service", "ExecStart=/bin/sleep 1000");
        Files.writeString(
                Path.of("/etc/systemd/system/pd-installed.service"),
                "[Service]\nExecStart=/bin/sleep 1000\n"
                        + "[Install]\nWantedBy=multi-user.target\nAlias=pd-alias.service\n");
        Files.deleteIfExists(TestUnits.RUNTIME_UNITS.resolve("pd-masked.service"));
        Files.createSymbolicLink(
                TestUnits.RUNTIME_UNITS.resolve("pd-masked.service"), Path.of("/dev/null"));
        TestUnits.daemonReload();
        systemd =
                new Systemd(
                        "systemd",
                        Systemd.SYSTEM_BUS,
                        Path.of("/sys/fs/cgroup"),
                        Journal.ofSystem(),
                        ActTimes.DEFAULT);
    }

    @AfterAll
    static void close() {
        systemd.close();
    }

    @Test
    void runningStaysRunning() {
        ServiceAct act = act(ServiceVerb.START, "pd-runs");
        assertThat(act.outcome()).isEqualTo(succeeded(Achieved.RUNNING));
        assertThat(act.name()).isEqualTo("pd-runs.service");
        assertThat(act.before().orElseThrow().activeState()).isEqualTo("inactive");
        assertThat(act.after().orElseThrow().mainPid().orElseThrow())
                .hasToString(TestUnits.show("pd-runs.service", "MainPID"));
        assertThat(act.took()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));

        ServiceAct again = act(ServiceVerb.START, "pd-runs");
        assertThat(again.outcome())
                .isEqualTo(new ServiceOutcome.AlreadyInState("active", "running"));

        String invocation = act.after().orElseThrow().invocationId();
        ServiceAct restarted = act(ServiceVerb.RESTART, "pd-runs.service");
        assertThat(restarted.outcome()).isEqualTo(succeeded(Achieved.RUNNING));
        assertThat(restarted.after().orElseThrow().invocationId()).isNotEqualTo(invocation);

        assertThat(act(ServiceVerb.STOP, "pd-runs").outcome())
                .isEqualTo(succeeded(Achieved.STOPPED));
        assertThat(act(ServiceVerb.STOP, "pd-runs").outcome())
                .isEqualTo(new ServiceOutcome.AlreadyInState("inactive", "dead"));
    }

    @Test
    void startedThenDiedHasExitCodeAndLog() {
        ServiceOutcome outcome = act(ServiceVerb.START, "pd-dies").outcome();
        assertThat(outcome).isInstanceOf(ServiceOutcome.StartedThenDied.class);
        var died = (ServiceOutcome.StartedThenDied) outcome;
        assertThat(died.exit()).contains(new ExitFact.Exited(7));
        assertThat(died.result()).isEqualTo("exit-code");
        assertThat(died.willRestart()).isFalse();
        assertThat(messages(died.log())).anyMatch(line -> line.equals("about to die"));
    }

    @Test
    void startedThenDiedBySignal() {
        var died = (ServiceOutcome.StartedThenDied) act(ServiceVerb.START, "pd-killed").outcome();
        assertThat(died.exit())
                .hasValueSatisfying(exit -> {
                    assertThat(exit).isInstanceOf(ExitFact.Signalled.class);
                    assertThat(((ExitFact.Signalled) exit).name()).isEqualTo("SIGSEGV");
                });
    }

    @Test
    void diedWithARestartPending() {
        var died =
                (ServiceOutcome.StartedThenDied)
                        act(ServiceVerb.START, "pd-late-restart").outcome();
        assertThat(died.willRestart()).isTrue();
        assertThat(died.exit()).contains(new ExitFact.Exited(3));
        act(ServiceVerb.STOP, "pd-late-restart");
    }

    @Test
    void programThatIsMissingFails() {
        var failed = (ServiceOutcome.Failed) act(ServiceVerb.START, "pd-noexec").outcome();
        assertThat(failed.result()).isEqualTo("exit-code");
        assertThat(failed.exit()).contains(new ExitFact.Exited(203));
        assertThat(messages(failed.log())).anyMatch(line -> line.contains("/nonexistent/program"));
    }

    @Test
    void conditionIsNamed() {
        var skipped =
                (ServiceOutcome.SkippedByCondition)
                        act(ServiceVerb.START, "pd-condition").outcome();
        assertThat(skipped.failed()).hasSize(1);
        assertThat(skipped.failed().getFirst().type()).isEqualTo("ConditionPathExists");
        assertThat(skipped.failed().getFirst().parameter()).isEqualTo("/nonexistent/pd");
    }

    @Test
    void assertIsNamed() {
        var skipped =
                (ServiceOutcome.SkippedByCondition) act(ServiceVerb.START, "pd-assert").outcome();
        assertThat(skipped.failed().getFirst().type()).isEqualTo("AssertPathExists");
    }

    @Test
    void failedDependencyIsNamed() {
        var failed = (ServiceOutcome.DependencyFailed) act(ServiceVerb.START, "pd-needs").outcome();
        assertThat(failed.failed()).containsExactly("pd-broken.service");
    }

    @Test
    void neverReadyTimesOut() {
        var timedOut = (ServiceOutcome.TimedOut) act(ServiceVerb.START, "pd-never-ready").outcome();
        assertThat(timedOut.phase()).isEqualTo("start");
        assertThat(messages(timedOut.log())).contains("not ready");
    }

    @Test
    void jobTimesOut() {
        var timedOut = (ServiceOutcome.TimedOut) act(ServiceVerb.START, "pd-job-timeout").outcome();
        assertThat(timedOut.phase()).isEqualTo("job");
        TestUnits.run("systemctl", "stop", "pd-job-timeout.service");
    }

    @Test
    void cancelledBySomeoneElse() throws Exception {
        CompletableFuture<ServiceAct> act =
                CompletableFuture.supplyAsync(() -> act(ServiceVerb.START, "pd-slow-start"));
        await(() -> TestUnits.show("pd-slow-start.service", "ActiveState").equals("activating"));
        TestUnits.run("systemctl", "cancel");
        assertThat(act.get().outcome()).isEqualTo(new ServiceOutcome.Cancelled("canceled"));
        TestUnits.run("systemctl", "stop", "pd-slow-start.service");
    }

    @Test
    void flappingIsNotRunning() {
        var flapping = (ServiceOutcome.Flapping) act(ServiceVerb.START, "pd-flaps").outcome();
        assertThat(flapping.restarts()).isGreaterThanOrEqualTo(2);
        assertThat(flapping.lastExit()).contains(new ExitFact.Exited(3));
        assertThat(act(ServiceVerb.STOP, "pd-flaps").outcome())
                .isEqualTo(succeeded(Achieved.STOPPED));
    }

    @Test
    void oneshotRanAndFinished() {
        assertThat(act(ServiceVerb.START, "pd-oneshot").outcome())
                .isEqualTo(succeeded(Achieved.RAN_AND_FINISHED));
        assertThat(act(ServiceVerb.START, "pd-remains").outcome())
                .isEqualTo(succeeded(Achieved.RAN_AND_FINISHED));
    }

    @Test
    void oneshotThatFailsFailed() {
        var failed = (ServiceOutcome.Failed) act(ServiceVerb.START, "pd-oneshot-fails").outcome();
        assertThat(failed.exit()).contains(new ExitFact.Exited(9));
        assertThat(act(ServiceVerb.RESET_FAILED, "pd-oneshot-fails").outcome())
                .isEqualTo(succeeded(Achieved.FAILURE_CLEARED));
        assertThat(act(ServiceVerb.RESET_FAILED, "pd-oneshot-fails").outcome())
                .isEqualTo(new ServiceOutcome.AlreadyInState("inactive", "dead"));
    }

    @Test
    void stubbornServiceIsStoppedByForce() {
        act(ServiceVerb.START, "pd-stubborn");
        assertThat(act(ServiceVerb.STOP, "pd-stubborn").outcome())
                .isEqualTo(succeeded(Achieved.STOPPED_BY_FORCE));
    }

    @Test
    void maskedAndMissingAndBadNames() {
        assertThat(act(ServiceVerb.START, "pd-masked").outcome())
                .isEqualTo(new ServiceOutcome.Masked());
        var missing = (ServiceOutcome.NotFound) act(ServiceVerb.START, "pd-runz").outcome();
        assertThat(missing.nearest()).contains("pd-runs.service");
        for (String name : List.of("-runs", "../x", "a b", "*", "x\0y", "a".repeat(300), "")) {
            assertThat(act(ServiceVerb.START, name).outcome())
                    .isInstanceOfSatisfying(
                            ServiceOutcome.Refused.class,
                            refused ->
                                    assertThat(refused.reason()).isEqualTo(Refusal.INVALID_NAME));
        }
    }

    @Test
    void templateNeedsAnInstance() {
        assertRefused("pd-inst@.service", ServiceVerb.START, Refusal.TEMPLATE_WITHOUT_INSTANCE);
        assertThat(act(ServiceVerb.START, "pd-inst@7.service").outcome())
                .isEqualTo(succeeded(Achieved.RUNNING));
        act(ServiceVerb.STOP, "pd-inst@7");
    }

    @Test
    void reloadIsHonest() {
        act(ServiceVerb.START, "pd-reloads");
        assertThat(act(ServiceVerb.RELOAD, "pd-reloads").outcome())
                .isEqualTo(succeeded(Achieved.RELOADED));
        act(ServiceVerb.STOP, "pd-reloads");
        assertRefused("pd-reloads", ServiceVerb.RELOAD, Refusal.NOT_RUNNING);
        act(ServiceVerb.START, "pd-reload-fails");
        assertThat(act(ServiceVerb.RELOAD, "pd-reload-fails").outcome())
                .isInstanceOf(ServiceOutcome.Failed.class);
        assertRefused("pd-runs", ServiceVerb.RELOAD, Refusal.CANNOT_RELOAD);
    }

    @Test
    void refusalsOfSystemd() {
        assertRefused("pd-only-dep", ServiceVerb.START, Refusal.ONLY_BY_DEPENDENCY);
        assertRefused("pd-bad", ServiceVerb.START, Refusal.BAD_UNIT_FILE);
    }

    @Test
    void restartedTooOftenIsSaid() {
        act(ServiceVerb.START, "pd-start-limit");
        var failed = (ServiceOutcome.Failed) act(ServiceVerb.RESTART, "pd-start-limit").outcome();
        assertThat(failed.result()).isEqualTo("start-limit-hit");
    }

    @Test
    void restartedTooOftenIsSaidAlsoAfterAFailure() {
        act(ServiceVerb.START, "pd-fails-limited");
        var failed = (ServiceOutcome.Failed) act(ServiceVerb.START, "pd-fails-limited").outcome();
        assertThat(failed.result()).isEqualTo("start-limit-hit");
        assertThat(failed.exit()).isEmpty();
    }

    @Test
    void conflictIsNamedAndMayBeReplaced() throws Exception {
        TestUnits.run("systemctl", "start", "--no-block", "pd-slow-start.service");
        await(() -> TestUnits.show("pd-slow-start.service", "ActiveState").equals("activating"));
        var conflict = (ServiceOutcome.Conflict) act(ServiceVerb.STOP, "pd-slow-start").outcome();
        assertThat(conflict.errorName()).contains("Transaction");
        assertThat(conflict.jobs()).anyMatch(job -> job.unit().equals("pd-slow-start.service"));
        ServiceAct replaced =
                systemd.act(ServiceVerb.STOP, "pd-slow-start", ActMode.REPLACE, step -> {});
        assertThat(replaced.outcome()).isEqualTo(succeeded(Achieved.STOPPED));
    }

    @Test
    void socketMayStartItAgain() {
        TestUnits.run("systemctl", "start", "pd-sock.socket");
        act(ServiceVerb.START, "pd-sock.service");
        assertThat(act(ServiceVerb.STOP, "pd-sock.service").outcome())
                .isEqualTo(
                        new ServiceOutcome.Succeeded(Achieved.STOPPED, List.of("pd-sock.socket")));
        assertThat(act(ServiceVerb.STOP, "pd-sock.socket").outcome())
                .isEqualTo(succeeded(Achieved.STOPPED));
    }

    @Test
    void enableDisableAndAlias() {
        assertThat(act(ServiceVerb.ENABLE, "pd-installed").outcome())
                .isEqualTo(succeeded(Achieved.ENABLED));
        assertThat(TestUnits.run("systemctl", "is-enabled", "pd-installed").strip())
                .isEqualTo("enabled");
        assertThat(systemd.resolve("pd-alias")).contains("pd-installed.service");
        assertThat(systemd.detail("pd-alias").orElseThrow().aliases()).contains("pd-alias.service");
        assertThat(act(ServiceVerb.ENABLE, "pd-installed").outcome())
                .isEqualTo(new ServiceOutcome.AlreadyInState("enabled", ""));
        assertThat(act(ServiceVerb.DISABLE, "pd-installed").outcome())
                .isEqualTo(succeeded(Achieved.DISABLED));
        assertThat(TestUnits.run("systemctl", "is-enabled", "pd-installed").strip())
                .isEqualTo("disabled");
        assertRefused("pd-runs", ServiceVerb.ENABLE, Refusal.NOT_INSTALLABLE);
    }

    @Test
    void realServices() {
        act(ServiceVerb.STOP, "redis-server");
        assertThat(act(ServiceVerb.START, "redis-server").outcome())
                .isEqualTo(succeeded(Achieved.RUNNING));
        assertThat(act(ServiceVerb.RESTART, "redis-server").outcome())
                .isEqualTo(succeeded(Achieved.RUNNING));
        assertThat(act(ServiceVerb.STOP, "redis-server").outcome())
                .isEqualTo(succeeded(Achieved.STOPPED));
    }

    @Test
    void progressTellsTheSteps() {
        List<ActProgress> steps = new ArrayList<>();
        systemd.act(ServiceVerb.START, "pd-oneshot", ActMode.FAIL, steps::add);
        assertThat(steps.getFirst()).isInstanceOf(ActProgress.Queued.class);
        assertThat(steps).anyMatch(step -> step.equals(new ActProgress.Verifying("done")));
    }

    private static void assertRefused(String name, ServiceVerb verb, Refusal reason) {
        assertThat(act(verb, name).outcome())
                .isInstanceOfSatisfying(
                        ServiceOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static ServiceOutcome succeeded(Achieved achieved) {
        return new ServiceOutcome.Succeeded(achieved, List.of());
    }

    private static ServiceAct act(ServiceVerb verb, String name) {
        return systemd.act(verb, name, ActMode.FAIL, step -> {});
    }

    private static List<String> messages(List<LogLine> lines) {
        return lines.stream()
                .map(line -> new String(line.message(), StandardCharsets.UTF_8))
                .toList();
    }

    private static void await(BooleanSupplier holds) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
    }
}

package dev.procdeck.host.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.services.ActMode;
import dev.procdeck.host.services.ActProgress;
import dev.procdeck.host.services.ExitFact;
import dev.procdeck.host.services.ServiceAct;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceOutcome.Achieved;
import dev.procdeck.host.services.ServiceVerb;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// One test per way in which a start can end, each brought about by a real unit of a real systemd.
@Tag("testhost")
class SystemdStartsHostTest extends ActsOnUnits {

    @BeforeAll
    static void makeUnits() throws Exception {
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
        TestUnits.write(
                "pd-start-limit.service",
                "[Unit]\nStartLimitIntervalSec=100\nStartLimitBurst=1\n"
                        + "[Service]\nExecStart=/bin/sleep 1000\n");
        TestUnits.write(
                "pd-fails-limited.service",
                "[Unit]\nStartLimitIntervalSec=100\nStartLimitBurst=1\n"
                        + "[Service]\nType=oneshot\nExecStart=/bin/false\n");
        TestUnits.write(
                "pd-gives-up.service",
                "[Unit]\nStartLimitIntervalSec=100\nStartLimitBurst=4\n[Service]\nRestart=always\n"
                        + "RestartSec=50ms\nExecStart=/bin/sh -c 'sleep 0.1; exit 3'\n");
        TestUnits.daemonReload();
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
        assertThat(flapping.givenUp()).isFalse();
        assertThat(flapping.lastExit()).contains(new ExitFact.Exited(3));
        // It may end by itself while it is stopped.
        assertThat(act(ServiceVerb.STOP, "pd-flaps").outcome())
                .isIn(succeeded(Achieved.STOPPED), succeeded(Achieved.STOPPED_UNCLEANLY));
    }

    @Test
    void whatSystemdHasGivenUpIsDown() {
        assertThat(act(ServiceVerb.START, "pd-gives-up").outcome())
                .isInstanceOfSatisfying(
                        ServiceOutcome.Flapping.class,
                        flapping -> {
                            assertThat(flapping.givenUp()).isTrue();
                            assertThat(flapping.restarts()).isGreaterThanOrEqualTo(3);
                        });
        assertThat(TestUnits.show("pd-gives-up.service", "ActiveState")).isEqualTo("failed");
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
    void progressTellsTheSteps() {
        List<ActProgress> steps = new ArrayList<>();
        systemd.act(ServiceVerb.START, "pd-oneshot", ActMode.FAIL, steps::add);
        assertThat(steps.getFirst()).isInstanceOf(ActProgress.Queued.class);
        assertThat(steps).anyMatch(step -> step.equals(new ActProgress.Verifying("done")));
    }
}

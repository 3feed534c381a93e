package dev.procdeck.host.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.services.ActMode;
import dev.procdeck.host.services.ServiceAct;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceOutcome.Achieved;
import dev.procdeck.host.services.ServiceOutcome.Refusal;
import dev.procdeck.host.services.ServiceVerb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is done to units of a real systemd, one test per way it ends; how starts fail has a class
/// of its own.
@Tag("testhost")
class SystemdActsHostTest extends ActsOnUnits {

    @BeforeAll
    static void makeUnits() throws Exception {
        TestUnits.service("pd-runs.service", "ExecStart=/bin/sleep 1000");
        TestUnits.service("pd-slow-start.service", "Type=oneshot", "ExecStart=/bin/sleep 4");
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
        TestUnits.write("pd-sock.socket", "[Socket]\nListenStream=/run/pd-sock\n");
        TestUnits.service("pd-sock.service", "ExecStart=/bin/sleep 1000");
        Files.writeString(
                Path.of("/etc/systemd/system/pd-installed.service"),
                "[Service]\nExecStart=/bin/sleep 1000\n"
                        + "[Install]\nWantedBy=multi-user.target\nAlias=pd-alias.service\n");
        Files.deleteIfExists(TestUnits.RUNTIME_UNITS.resolve("pd-masked.service"));
        Files.createSymbolicLink(
                TestUnits.RUNTIME_UNITS.resolve("pd-masked.service"), Path.of("/dev/null"));
        TestUnits.service(
                "pd-stop-fails.service", "ExecStart=/bin/sleep 1000", "ExecStop=/bin/false");
        TestUnits.daemonReload();
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
    void stoppedThoughNotCleanlyIsToldAsThat() {
        act(ServiceVerb.START, "pd-stop-fails");
        assertThat(act(ServiceVerb.STOP, "pd-stop-fails").outcome())
                .isEqualTo(succeeded(Achieved.STOPPED_UNCLEANLY));
        assertThat(TestUnits.show("pd-stop-fails.service", "ActiveState")).isEqualTo("failed");
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
    void conflictIsNamedAndMayBeReplaced() throws Exception {
        TestUnits.run("systemctl", "start", "--no-block", "pd-slow-start.service");
        await(() -> TestUnits.show("pd-slow-start.service", "ActiveState").equals("activating"));
        var conflict = (ServiceOutcome.Conflict) act(ServiceVerb.STOP, "pd-slow-start").outcome();
        assertThat(conflict.errorName()).contains("Transaction");
        assertThat(conflict.jobs()).anyMatch(job -> job.unit().equals("pd-slow-start.service"));
        ServiceAct replaced =
                systemd.act(ServiceVerb.STOP, "pd-slow-start", ActMode.REPLACE, step -> {});
        assertThat(replaced.outcome()).isEqualTo(succeeded(Achieved.STOPPED_UNCLEANLY));
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
}

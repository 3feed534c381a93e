package dev.procdeck.host.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.services.ActMode;
import dev.procdeck.host.services.ServicePlan;
import dev.procdeck.host.services.ServiceVerb;
import dev.procdeck.host.services.UnitLog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What else an act is said to start or stop, and what systemd then does start and stop.
@Tag("testhost")
class UnitPlansHostTest {
    private static final List<String> ALL =
            List.of(
                    "pd-plan.service",
                    "pd-plan-needed.service",
                    "pd-plan-wanted.service",
                    "pd-plan-bound.service",
                    "pd-plan-part.service",
                    "pd-plan-requirer.service",
                    "pd-plan-rival.service",
                    "pd-plan-other.service");

    private static Systemd systemd;

    @BeforeAll
    static void makeUnits() throws Exception {
        write(
                "pd-plan",
                "Requires=pd-plan-needed.service\nAfter=pd-plan-needed.service\n"
                        + "Wants=pd-plan-wanted.service\nConflicts=pd-plan-rival.service");
        write("pd-plan-needed", "");
        write("pd-plan-wanted", "");
        write("pd-plan-rival", "");
        write("pd-plan-other", "");
        write("pd-plan-bound", "BindsTo=pd-plan.service\nAfter=pd-plan.service");
        write("pd-plan-part", "PartOf=pd-plan.service");
        write("pd-plan-requirer", "Requires=pd-plan.service\nAfter=pd-plan.service");
        TestUnits.write("pd-plan.socket", "[Socket]\nListenStream=/run/pd-plan.sock\n");
        TestUnits.daemonReload();
        systemd =
                new Systemd(
                        "systemd",
                        Systemd.SYSTEM_BUS,
                        Path.of("/sys/fs/cgroup"),
                        UnitLog.none("test"),
                        ActTimes.DEFAULT);
    }

    @AfterAll
    static void close() {
        systemd.close();
        TestUnits.run("systemctl", "stop", "pd-plan*");
    }

    @Test
    void whatStartingIsSaidToTouchIsWhatItTouches() {
        reset();
        TestUnits.run("systemctl", "start", "pd-plan-rival.service", "pd-plan-other.service");
        ServicePlan plan = plan();
        assertThat(plan.startsAlso())
                .contains("pd-plan-needed.service", "pd-plan-wanted.service")
                .doesNotContain("pd-plan-bound.service", "pd-plan-other.service");
        assertThat(plan.startStops()).containsExactly("pd-plan-rival.service");
        assertThat(plan.complete()).isTrue();
        systemd.act(ServiceVerb.START, "pd-plan.service", ActMode.FAIL, step -> {});
        assertThat(active())
                .containsExactlyInAnyOrder(
                        "pd-plan.service",
                        "pd-plan-needed.service",
                        "pd-plan-wanted.service",
                        "pd-plan-other.service");
        assertThat(plan().startsAlso()).isEmpty();
    }

    @Test
    void whatStoppingIsSaidToTouchIsWhatItTouches() {
        reset();
        TestUnits.run(
                "systemctl",
                "start",
                "pd-plan-bound.service",
                "pd-plan-part.service",
                "pd-plan-requirer.service",
                "pd-plan-other.service");
        assertThat(plan().stopsAlso())
                .containsExactlyInAnyOrder(
                        "pd-plan-bound.service",
                        "pd-plan-part.service",
                        "pd-plan-requirer.service");
        systemd.act(ServiceVerb.STOP, "pd-plan.service", ActMode.FAIL, step -> {});
        assertThat(active())
                .contains("pd-plan-other.service")
                .doesNotContain(
                        "pd-plan.service",
                        "pd-plan-bound.service",
                        "pd-plan-part.service",
                        "pd-plan-requirer.service");
        assertThat(plan().stopsAlso()).isEmpty();
    }

    @Test
    void whatMayStartItAgainIsSaid() {
        reset();
        assertThat(plan().mayBeStartedBy()).isEmpty();
        TestUnits.run("systemctl", "start", "pd-plan.socket");
        assertThat(plan().mayBeStartedBy()).containsExactly("pd-plan.socket");
        TestUnits.run("systemctl", "stop", "pd-plan.socket");
    }

    private static void reset() {
        TestUnits.run("systemctl", "stop", "pd-plan.socket", "pd-plan*.service");
        assertThat(active()).isEmpty();
    }

    private static ServicePlan plan() {
        return systemd.detail("pd-plan.service").orElseThrow().plan();
    }

    private static List<String> active() {
        return ALL.stream()
                .filter(unit -> TestUnits.show(unit, "ActiveState").equals("active"))
                .toList();
    }

    private static void write(String name, String unit) throws Exception {
        TestUnits.write(
                name + ".service", "[Unit]\n" + unit + "\n[Service]\nExecStart=/bin/sleep 1000\n");
    }
}

package dev.procdeck.host.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.services.ServiceListener;
import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.host.services.ServiceRow;
import dev.procdeck.host.services.UnitLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The list of units against systemctl on the same host, and what following signals costs.
@Tag("testhost")
class SystemdListHostTest {

    private Systemd systemd;

    @BeforeEach
    void connect() throws Exception {
        TestUnits.service("pd-listed.service", "ExecStart=/bin/sleep 1000");
        TestUnits.daemonReload();
        systemd =
                new Systemd(
                        "systemd",
                        Systemd.SYSTEM_BUS,
                        Path.of("/sys/fs/cgroup"),
                        UnitLog.none("test"),
                        ActTimes.DEFAULT);
    }

    @AfterEach
    void close() {
        systemd.close();
    }

    @Test
    void sameUnitsAndStatesAsSystemctl() throws Exception {
        await(() -> {
            Map<String, String> ours = new TreeMap<>();
            for (ServiceRow row : systemd.list().rows()) {
                if (!row.state().loadState().equals("stub") && !isMaskedFileOnly(row)) {
                    ours.put(row.name(), states(row));
                }
            }
            Map<String, String> theirs = new TreeMap<>();
            // The first word is the unit; --plain leaves the bullet out.
            for (String line :
                    TestUnits.run(
                                    "systemctl",
                                    "list-units",
                                    "--all",
                                    "--plain",
                                    "--no-legend",
                                    "--no-pager")
                            .split("\n")) {
                String[] words = line.strip().split("\\s+", 5);
                theirs.put(words[0], words[1] + " " + words[2] + " " + words[3]);
            }
            if (!ours.equals(theirs)) {
                Map<String, String> diff = new HashMap<>(ours);
                diff.entrySet().removeAll(theirs.entrySet());
                System.err.println("ours only: " + diff);
                Map<String, String> other = new HashMap<>(theirs);
                other.entrySet().removeAll(ours.entrySet());
                System.err.println("theirs only: " + other);
            }
            return ours.equals(theirs) && ours.size() > 50;
        });
    }

    @Test
    void samePropertiesAsSystemctlShow() {
        List<String> differences = new ArrayList<>();
        int compared = 0;
        for (ServiceRow row : systemd.list().rows()) {
            boolean loaded = row.state().loadState().equals("loaded");
            if (!loaded || !row.name().endsWith(".service")) {
                continue;
            }
            compared++;
            Map<String, String> shown = show(row.name());
            check(differences, row, "Description", row.description(), shown);
            check(differences, row, "ActiveState", row.state().activeState(), shown);
            check(differences, row, "SubState", row.state().subState(), shown);
            check(differences, row, "Result", row.state().result(), shown);
            check(differences, row, "UnitFileState", row.state().fileState(), shown);
            check(differences, row, "InvocationID", row.state().invocationId(), shown);
            check(differences, row, "ControlGroup", row.usage().cgroup(), shown);
            check(
                    differences,
                    row,
                    "MainPID",
                    String.valueOf(row.state().mainPid().orElse(0)),
                    shown);
            check(
                    differences,
                    row,
                    "NRestarts",
                    String.valueOf(row.state().nRestarts().orElse(-1)),
                    shown);
            check(differences, row, "CanReload", row.abilities().canReload() ? "yes" : "no", shown);
        }
        assertThat(compared).isGreaterThan(15);
        assertThat(differences).isEmpty();
    }

    @Test
    void usageComesFromTheControlGroupOrIsSaidToBeMissing() {
        ServiceRow cron =
                systemd.list().rows().stream()
                        .filter(row -> row.name().equals("cron.service"))
                        .findFirst()
                        .orElseThrow();
        long cpu = cron.usage().cpuNanoseconds().asOptional().orElseThrow();
        assertThat(cpu).isPositive();
        boolean hasMemory =
                Files.exists(Path.of("/sys/fs/cgroup" + cron.usage().cgroup() + "/memory.current"));
        if (hasMemory) {
            assertThat(cron.usage().memoryBytes().asOptional().orElseThrow()).isPositive();
        } else {
            assertThat(cron.usage().memoryBytes()).isInstanceOf(Reading.Unsupported.class);
        }
    }

    @Test
    void changesArriveWithoutListing() throws Exception {
        Set<String> told = new ConcurrentSkipListSet<>();
        try (var watch = systemd.watch(listener(told))) {
            assertThat(state("pd-listed.service")).isIn("", "inactive");
            TestUnits.run("systemctl", "start", "pd-listed.service");
            await(() -> state("pd-listed.service").equals("active"));
            assertThat(told).contains("pd-listed.service");
            TestUnits.run("systemctl", "kill", "-s", "KILL", "pd-listed.service");
            await(() -> state("pd-listed.service").equals("failed"));
            TestUnits.run("systemctl", "reset-failed", "pd-listed.service");
            // Nothing holds it any more: systemd unloads it.
            await(() -> !state("pd-listed.service").equals("failed"));
        }
    }

    @Test
    void newFilesAppearAfterAReload() throws Exception {
        TestUnits.service("pd-new.service", "ExecStart=/bin/sleep 1000");
        TestUnits.daemonReload();
        await(() -> !state("pd-new.service").isEmpty());
        Files.delete(TestUnits.RUNTIME_UNITS.resolve("pd-new.service"));
        TestUnits.daemonReload();
        await(() -> state("pd-new.service").isEmpty());
    }

    @Test
    void survivesReexecutionOfSystemd() throws Exception {
        TestUnits.run("systemctl", "daemon-reexec");
        TestUnits.run("systemctl", "start", "pd-listed.service");
        await(() -> state("pd-listed.service").equals("active"));
        TestUnits.run("systemctl", "stop", "pd-listed.service");
        await(() -> !state("pd-listed.service").equals("active"));
    }

    @Test
    void followingIsLightOnSystemd() throws Exception {
        assertThat(systemd.list().rows()).isNotEmpty();
        TimeUnit.SECONDS.sleep(2);
        long idleBefore = initCpuMillis();
        for (int i = 0; i < 10; i++) {
            systemd.list();
            TimeUnit.SECONDS.sleep(1);
        }
        long following = initCpuMillis() - idleBefore;
        long before = initCpuMillis();
        for (int i = 0; i < 10; i++) {
            TestUnits.run("systemctl", "list-units", "--all", "--no-pager");
            TimeUnit.SECONDS.sleep(1);
        }
        long listing = initCpuMillis() - before;
        System.err.println(
                "CPU of process 1 in 10 s: following "
                        + following
                        + " ms, listing "
                        + listing
                        + " ms");
        assertThat(following).isLessThanOrEqualTo(10);
        assertThat(following).isLessThan(Math.max(1, listing));
    }

    private static boolean isMaskedFileOnly(ServiceRow row) {
        return row.state().loadState().equals("masked") && row.description().isEmpty();
    }

    private static String states(ServiceRow row) {
        return row.state().loadState()
                + " "
                + row.state().activeState()
                + " "
                + row.state().subState();
    }

    private static ServiceListener listener(Set<String> told) {
        return new ServiceListener() {
            @Override
            public void changed(Set<String> names) {
                told.addAll(names);
            }

            @Override
            public void availabilityChanged(ServiceListing.Availability availability) {}
        };
    }

    private static void check(
            List<String> differences,
            ServiceRow row,
            String property,
            String ours,
            Map<String, String> shown) {
        String theirs = shown.getOrDefault(property, "");
        if (!ours.equals(theirs)) {
            differences.add(row.name() + " " + property + ": " + ours + " / " + theirs);
        }
    }

    private static Map<String, String> show(String unit) {
        Map<String, String> shown = new HashMap<>();
        for (String line : TestUnits.run("systemctl", "show", unit).split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                shown.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return shown;
    }

    private String state(String name) {
        return systemd.list().rows().stream()
                .filter(row -> row.name().equals(name))
                .map(row -> row.state().activeState())
                .findFirst()
                .orElse("");
    }

    /// utime and stime of process 1, in milliseconds (100 ticks a second).
    private static long initCpuMillis() throws Exception {
        String stat = Files.readString(Path.of("/proc/1/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10;
    }

    private static void await(BooleanSupplier holds) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}

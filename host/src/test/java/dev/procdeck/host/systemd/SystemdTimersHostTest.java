package dev.procdeck.host.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.schedule.ScheduledTask;
import dev.procdeck.host.services.UnitLog;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Timers against `systemctl list-timers` on the same host.
@Tag("testhost")
class SystemdTimersHostTest {

    private static final Pattern ROW =
            Pattern.compile(
                    "\\{\"next\":(\\d+),\"left\":\\d+,\"last\":(\\d+),\"passed\":\\d+,\"unit\":\"([^\"]+)\",\"activates\":\"([^\"]+)\"}");

    @Test
    void sameTimersAsSystemctl() throws Exception {
        TestUnits.service(
                "pd-ticked.service", "Type=oneshot", "User=daemon", "ExecStart=/bin/true");
        TestUnits.write(
                "pd-ticks.timer",
                "[Timer]\nOnCalendar=*-*-* 03:04:05\nOnActiveSec=90min\nUnit=pd-ticked.service\n");
        TestUnits.daemonReload();
        TestUnits.run("systemctl", "start", "pd-ticks.timer");
        try (Systemd systemd =
                new Systemd(
                        "systemd",
                        Systemd.SYSTEM_BUS,
                        Path.of("/sys/fs/cgroup"),
                        UnitLog.none("test"),
                        ActTimes.DEFAULT)) {
            List<ScheduledTask> timers =
                    new SystemdTimers(systemd, InstantSource.system())
                            .listTimers()
                            .asOptional()
                            .orElseThrow();
            Map<String, ScheduledTask> ours = new HashMap<>();
            timers.forEach(timer -> ours.put(timer.source(), timer));
            List<MatchResult> theirs =
                    ROW.matcher(TestUnits.run("systemctl", "list-timers", "-o", "json"))
                            .results()
                            .toList();
            assertThat(theirs).hasSizeGreaterThan(2);
            for (MatchResult row : theirs) {
                ScheduledTask timer = ours.get(row.group(3));
                assertThat(timer).describedAs(row.group(3)).isNotNull();
                assertThat(timer.command()).isEqualTo(row.group(4));
                assertSame(timer.nextRun(), row.group(1));
                assertSame(timer.lastRun(), row.group(2));
            }
            ScheduledTask mine = ours.get("pd-ticks.timer");
            assertThat(mine.schedule())
                    .isEqualTo("OnCalendar=*-*-* 03:04:05; OnActiveSec=1h 30min");
            assertThat(mine.user()).isEqualTo(Reading.of("daemon"));
        }
    }

    private static void assertSame(Reading<Instant> ours, String micros) {
        long theirs = Long.parseLong(micros);
        if (theirs == 0) {
            assertThat(ours).isInstanceOf(Reading.Unsupported.class);
        } else {
            Instant instant = Instant.EPOCH.plus(theirs, ChronoUnit.MICROS);
            assertThat(ours.asOptional().orElseThrow())
                    .isCloseTo(instant, within(1, ChronoUnit.SECONDS));
        }
    }
}

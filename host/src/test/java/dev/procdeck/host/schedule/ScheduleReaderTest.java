package dev.procdeck.host.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.libc.SystemCalls;
import dev.procdeck.host.schedule.ScheduledTask.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    @TempDir Path root;

    @BeforeEach
    void debianHost() throws IOException {
        // cron wants its files to be root's
        assumeTrue(SystemCalls.effectiveUserId() == 0);
        write("/etc/debian_version", "12\n", "rw-r--r--");
        write(
                "/etc/crontab",
                """
                17 * * * * root cd / && run-parts --report /etc/cron.hourly
                25 6 * * * root test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }
                """,
                "rw-r--r--");
        write("/etc/cron.d/app", "@reboot app /srv/app\n", "rw-r--r--");
        write("/etc/cron.daily/logrotate", "#!/bin/sh\n", "rwxr-xr-x");
        write("/etc/cron.daily/backup.sh", "#!/bin/sh\n", "rwxr-xr-x");
        write("/etc/cron.daily/forgotten", "#!/bin/sh\n", "rw-r--r--");
        write("/etc/cron.weekly/man-db", "#!/bin/sh\n", "rwxr-xr-x");
        write("/var/spool/cron/crontabs/alice", "*/10 * * * * echo hi\n", "rw-------");
    }

    private void write(String file, String text, String mode) throws IOException {
        Path path = root.resolve(file.substring(1));
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private Schedule read() {
        return new ScheduleReader(root, TimerSource.none()).read(NOW, ZONE);
    }

    private ScheduledTask task(String source) {
        return read().tasks().stream()
                .filter(t -> t.source().equals(source))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void listsUserCrontabsWithTheirUser() {
        ScheduledTask task = task("/var/spool/cron/crontabs/alice:1");
        assertThat(task.kind()).isEqualTo(Kind.USER_CRONTAB);
        assertThat(task.user()).isEqualTo(Reading.of("alice"));
        assertThat(task.command()).isEqualTo("echo hi");
        assertThat(task.nextRun()).isEqualTo(Reading.of(Instant.parse("2026-11-22T10:10:00Z")));
        assertThat(task.lastRun()).isInstanceOf(Reading.Unsupported.class);
    }

    @Test
    void scriptsRunWhenTheirDirectoryIsCalled() {
        ScheduledTask task = task("/etc/cron.daily/logrotate");
        assertThat(task.schedule()).isEqualTo("daily (25 6 * * *)");
        // 06:25 in Shanghai
        assertThat(task.nextRun()).isEqualTo(Reading.of(Instant.parse("2026-11-22T22:25:00Z")));
        assertThat(task.user()).isEqualTo(Reading.of("root"));
    }

    @Test
    void scriptsThatRunPartsSkipSayWhy() {
        assertThat(task("/etc/cron.daily/backup.sh").error().orElseThrow())
                .contains("skips this name");
        assertThat(task("/etc/cron.daily/forgotten").error().orElseThrow())
                .contains("not executable");
        assertThat(task("/etc/cron.weekly/man-db").nextRun())
                .isEqualTo(Reading.unsupported("nothing runs /etc/cron.weekly"));
    }

    @Test
    void rebootLinesHaveNoNextRun() {
        assertThat(task("/etc/cron.d/app:1").nextRun()).isInstanceOf(Reading.Unsupported.class);
        assertThat(task("/etc/cron.d/app:1").error()).isEmpty();
    }

    @Test
    void anacronTakesOverWhereItIsInstalled() throws IOException {
        write("/usr/sbin/anacron", "", "rwxr-xr-x");
        write(
                "/etc/anacrontab",
                "1\t5\tcron.daily\trun-parts --report /etc/cron.daily\n@weekly x y\n",
                "rw-r--r--");
        write("/var/spool/anacron/cron.daily", "20261121\n", "rw-------");
        ScheduledTask script = task("/etc/cron.daily/logrotate");
        assertThat(script.schedule()).isEqualTo("daily (1 5)");
        assertThat(script.lastRun()).isEqualTo(Reading.of(Instant.parse("2026-11-20T16:00:00Z")));
        assertThat(task("/etc/anacrontab:2").error()).isPresent();
    }

    @Test
    void oneBadLineMakesCronIgnoreTheWholeFile() throws IOException {
        write("/etc/cron.d/app", "0 1 * * * root good\n61 * * * * root bad\n", "rw-r--r--");
        assertThat(task("/etc/cron.d/app:1").error())
                .contains("cron ignores this file: bad minute in line 2");
        assertThat(task("/etc/cron.d/app:2").error()).contains("bad minute");
        assertThat(task("/etc/cron.d/app:1").nextRun()).isInstanceOf(Reading.Unsupported.class);
    }

    @Test
    void filesThatCronDoesNotTrustAreShownAsIgnored() throws IOException {
        write("/etc/cron.d/app", "0 1 * * * root x\n", "rw-rw-r--");
        assertThat(task("/etc/cron.d/app:1").error().orElseThrow()).contains("root's alone");
        write("/etc/cron.d/app", "0 1 * * * root x", "rw-r--r--");
        assertThat(task("/etc/cron.d/app:1").error().orElseThrow()).contains("no newline");
        write("/var/spool/cron/crontabs/alice", "0 1 * * * x\n", "rw-r--r--");
        assertThat(task("/var/spool/cron/crontabs/alice:1").error().orElseThrow()).contains("0600");
        write("/etc/cron.d/app.conf", "0 1 * * * root x\n", "rw-r--r--");
        assertThat(read().gaps()).extracting(Schedule.Gap::source).contains("/etc/cron.d/app.conf");
    }

    @Test
    void aPipeInsteadOfAFileDoesNotHang() throws Exception {
        new ProcessBuilder("mkfifo", root.resolve("etc/cron.d/pipe").toString()).start().waitFor();
        assertThat(read().gaps())
                .contains(new Schedule.Gap("/etc/cron.d/pipe", false, "not a regular file"));
    }

    @Test
    void timersComeFromTheirSource() {
        var timer =
                new ScheduledTask(
                        Kind.SYSTEMD_TIMER,
                        "fstrim.timer",
                        "weekly",
                        Reading.of("root"),
                        "fstrim.service",
                        Reading.of(NOW),
                        Reading.of(NOW),
                        Optional.empty());
        Schedule schedule =
                new ScheduleReader(root, () -> Reading.of(List.of(timer))).read(NOW, ZONE);
        assertThat(schedule.tasks()).contains(timer);
        assertThat(read().gaps()).extracting(Schedule.Gap::source).contains("systemd timers");
        assertThat(new ScheduleReader(root, () -> Reading.denied("bus")).read(NOW, ZONE).gaps())
                .contains(new Schedule.Gap("systemd timers", true, "bus"));
    }

    @Test
    void anEmptyHostHasAnEmptySchedule() {
        Schedule schedule =
                new ScheduleReader(root.resolve("nothing"), TimerSource.none()).read(NOW, ZONE);
        assertThat(schedule.tasks()).isEmpty();
        assertThat(schedule.gaps()).hasSize(1);
    }

    /// The real crontab program writes into our tree from a mount namespace of its own.
    @Test
    void agreesWithCrontabDashL() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/crontab")));
        Path spool = root.resolve("var/spool/cron/crontabs");
        Path tab =
                Files.writeString(
                        root.resolve("new"),
                        "MAILTO=x\n# c\n5 4 * * sun  echo a%b\n@monthly true\n");
        var unshare =
                new ProcessBuilder(
                                "unshare",
                                "-m",
                                "sh",
                                "-c",
                                "mount --bind \"$1\" /var/spool/cron/crontabs && crontab -u root \"$2\" && crontab -u root -l",
                                "sh",
                                spool.toString(),
                                tab.toString())
                        .redirectErrorStream(true)
                        .start();
        String listed = new String(unshare.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(unshare.waitFor() == 0, listed);
        List<String> expected =
                listed.lines()
                        .filter(l -> l.matches("[0-9*@].*"))
                        .map(l -> l.replaceAll("\\s+", " "))
                        .toList();
        assertThat(expected).hasSize(2);
        assertThat(read().tasks())
                .filteredOn(t -> t.source().startsWith("/var/spool/cron/crontabs/root:"))
                .allMatch(t -> t.error().isEmpty() && t.nextRun() instanceof Reading.Value)
                .extracting(t -> t.schedule() + " " + t.command())
                .isEqualTo(expected);
    }
}

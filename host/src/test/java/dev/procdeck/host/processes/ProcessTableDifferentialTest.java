package dev.procdeck.host.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.ProcFs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Our rows against `ps` and `top` on real processes that the test starts.
class ProcessTableDifferentialTest {
    private final Children children = new Children();
    private final ProcFs proc = ProcFs.at(Path.of("/proc"));
    private final ProcessTable table = new ProcessTable(proc, new ProcFsProcessSource(proc));

    @TempDir Path directory;

    @BeforeEach
    void firstSample() {
        table.sample();
    }

    @AfterEach
    void stop() {
        table.close();
        proc.close();
        children.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "a) R 1 (b",
                ") Z 0 (",
                "two words",
                "new\nline",
                "tab\there",
                "名前だよ",
                "<b>&\"'"
            })
    void agreesWithPsWhateverTheName(String name) throws IOException {
        Process child = children.startNamed(directory, name, "600", "0", "0.5");
        ProcessRow seen = table.sample().find((int) child.pid()).orElseThrow();
        assertThat(seen.rates()).as("first sight has no rates").isNull();
        ProcessRow row = Samples.withFacts(table, child.pid());

        assertThat(row.parentPid()).isEqualTo(psNumber(child, "ppid"));
        assertThat(row.user()).isEqualTo(ps(child, "user:32"));
        assertThat(row.facts().uid()).isEqualTo(psNumber(child, "euid"));
        assertThat(row.threads()).isEqualTo(psNumber(child, "nlwp"));
        assertThat(row.nice()).isEqualTo(psNumber(child, "nice"));
        assertThat(String.valueOf(row.state())).isEqualTo(ps(child, "state"));
        assertThat(row.virtualBytes() / 1024).isEqualTo(psNumber(child, "vsz"));
        assertThat(row.rssBytes() / 1024).isCloseTo(psNumber(child, "rss"), within(1024L));
        assertThat(row.comm()).isEqualTo(name);
        assertThat(startTime(row)).isCloseTo(psStart(child), within(1, ChronoUnit.SECONDS));
        assertThat(row.facts().commandLine())
                .isEqualTo(
                        Reading.of(
                                new CommandLine(
                                        List.of(
                                                directory.resolve(name).toString(),
                                                "600",
                                                "0",
                                                "0.5"),
                                        false)));
        assertThat(row.facts().exe()).isEqualTo(Reading.of(directory.resolve(name).toString()));
    }

    /// Tried again while more than half of the rows change, as when their facts are being read.
    @Test
    void everyRowThatDidNotChangeMeanwhileAgreesWithPs() throws IOException {
        double share = 0;
        for (int attempt = 0; attempt < 20 && share <= 0.5; attempt++) {
            share = shareThatAgreesWithPs();
        }
        assertThat(share).isGreaterThan(0.5);
    }

    private double shareThatAgreesWithPs() throws IOException {
        ProcessSample before = table.sample();
        List<String> lines = Children.output("ps", "-eo", "pid=,ppid=,euid=,nlwp=,nice=,vsz=");
        ProcessSample after = table.sample();
        int compared = 0;
        for (String line : lines) {
            String[] fields = line.strip().split("\\s+");
            ProcessRow row = after.find(Integer.parseInt(fields[0])).orElse(null);
            ProcessRow earlier = before.find(Integer.parseInt(fields[0])).orElse(null);
            if (row == null || earlier == null || !stable(earlier, row)) {
                continue;
            }
            assertThat(row.parentPid()).as(line).isEqualTo(Integer.parseInt(fields[1]));
            assertThat(row.facts().uid()).as(line).isEqualTo(Integer.parseInt(fields[2]));
            assertThat(row.threads()).as(line).isEqualTo(Integer.parseInt(fields[3]));
            if (!fields[4].equals("-")) {
                assertThat(row.nice()).as(line).isEqualTo(Integer.parseInt(fields[4]));
            }
            assertThat(row.virtualBytes() / 1024).as(line).isEqualTo(Long.parseLong(fields[5]));
            compared++;
        }
        return (double) compared / lines.size();
    }

    private static boolean stable(ProcessRow earlier, ProcessRow later) {
        return earlier.facts() == later.facts()
                && earlier.parentPid() == later.parentPid()
                && earlier.threads() == later.threads()
                && earlier.nice() == later.nice()
                && earlier.virtualBytes() == later.virtualBytes();
    }

    @Test
    void cpuPercentAgreesWithTopOverTheSameInterval() throws IOException {
        Process child = children.start("sh", "-c", "while :; do :; done");
        table.sample();
        double ours = 0;
        double theirs = Double.NaN;
        // Both look at the same span, give or take the start of top: tried again on a busy machine.
        for (int attempt = 0; attempt < 20 && !(Math.abs(ours - theirs) <= 4); attempt++) {
            table.sample();
            List<String> lines =
                    Children.output("top", "-b", "-d", "2", "-n", "2", "-p", "" + child.pid());
            ours = table.sample().find((int) child.pid()).orElseThrow().rates().cpuPercent();
            theirs = Double.parseDouble(lines.getLast().strip().split("\\s+")[8]);
        }
        assertThat(ours).isCloseTo(theirs, within(4.0)).isPositive();
    }

    @Test
    void seesExecAndANewTitleAndTheEnd() throws Exception {
        Process child = children.start("sh", "-c", "read x; exec sleep 600");
        Children.awaitAsleep(child.pid(), "sh");
        ProcessRow before = Samples.withFacts(table, child.pid());
        child.outputWriter().append("\n").close();
        Children.awaitAsleep(child.pid(), "sleep");
        ProcessSample after = Samples.until(table, now -> Samples.knowsFacts(now, child.pid()));
        ProcessRow row = after.find((int) child.pid()).orElseThrow();
        assertThat(row.identity()).isEqualTo(before.identity());
        assertThat(row.comm()).isEqualTo("sleep");
        assertThat(row.facts().commandLine().map(CommandLine::text))
                .isEqualTo(Reading.of("sleep 600"));
        assertThat(after.changes().changed()).contains(row);
        child.destroyForcibly().waitFor();
        ProcessSample last = table.sample();
        assertThat(last.changes().removed()).contains(row.identity());
        assertThat(last.find((int) child.pid())).isEmpty();
    }

    @Test
    void idleProcessesKeepTheirRow() throws IOException {
        Process child = children.start("sleep", "600");
        Children.awaitAsleep(child.pid(), "sleep");
        Samples.withFacts(table, child.pid());
        table.sample();
        table.sample();
        table.sample();
        ProcessRow row = table.sample().find((int) child.pid()).orElseThrow();
        ProcessSample next = table.sample();
        assertThat(next.find((int) child.pid())).containsSame(row);
        assertThat(next.changes().changed()).doesNotContain(row);
    }

    @Test
    void countsTasksAsTopDoes() throws Exception {
        Process stopped = children.start("sleep", "600");
        new ProcessBuilder("kill", "-STOP", "" + stopped.pid()).start().waitFor();
        Process parent = children.start("sh", "-c", "sleep 0 & exec sleep 600");
        Children.awaitAsleep(parent.pid(), "sleep");
        Samples.until(table, now -> now.counts().stopped() > 0 && now.counts().zombie() > 0);
        TaskCounts counts = table.sample().counts();
        assertThat(counts.running() + counts.sleeping() + counts.stopped() + counts.zombie())
                .isEqualTo(counts.total());
    }

    private static LocalDateTime startTime(ProcessRow row) {
        return LocalDateTime.ofInstant(row.startTime(), ZoneId.systemDefault());
    }

    private static LocalDateTime psStart(Process child) throws IOException {
        return LocalDateTime.parse(
                ps(child, "lstart").replaceAll(" +", " "),
                DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ROOT));
    }

    private static long psNumber(Process child, String column) throws IOException {
        return Long.parseLong(ps(child, column));
    }

    private static String ps(Process child, String column) throws IOException {
        return String.join("\n", Children.output("ps", "-o", column + "=", "-p", "" + child.pid()))
                .strip();
    }
}

package dev.procdeck.host.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.services.LogLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The journal of a real host.
@Tag("testhost")
class JournalHostTest {

    private final Journal journal = Journal.ofSystem();

    @AfterEach
    void close() {
        journal.close();
    }

    @Test
    void linesOfOneRunByPriorityAndSinceACursor() throws Exception {
        run("pd-log-a.service", "echo '<3>bad'; echo '<6>good'; echo '<6>more'; sleep 0.5");
        List<LogLine> all = read(LogQuery.last("pd-log-a.service", "", 50));
        assertThat(texts(all)).containsSubsequence("bad", "good", "more");
        LogLine bad = find(all, "bad");
        assertThat(bad.priority()).hasValue(3);
        assertThat(bad.identifier()).isEqualTo("sh");
        assertThat(bad.pid()).isPresent();
        assertThat(bad.unit()).isEqualTo("pd-log-a.service");
        assertThat(bad.invocationId()).matches("[0-9a-f]{32}");

        List<LogLine> errors =
                read(new LogQuery("pd-log-a.service", "", OptionalInt.of(3), "", 50));
        assertThat(texts(errors)).contains("bad").doesNotContain("good");

        List<LogLine> since =
                read(new LogQuery("pd-log-a.service", "", OptionalInt.empty(), bad.cursor(), 50));
        assertThat(texts(since)).startsWith("good", "more").doesNotContain("bad");
        List<LogLine> nextOne =
                read(new LogQuery("pd-log-a.service", "", OptionalInt.empty(), bad.cursor(), 1));
        assertThat(texts(nextOne)).containsExactly("good");

        run("pd-log-a.service", "echo second run; sleep 0.5");
        List<LogLine> firstRun = read(LogQuery.last("pd-log-a.service", bad.invocationId(), 50));
        assertThat(texts(firstRun)).contains("bad").doesNotContain("second run");
    }

    @Test
    void hostileBytesSurvive() throws Exception {
        run("pd-log-b.service", "printf 'x\\033[31m\\377\\001<script>\\n'");
        LogLine line =
                read(LogQuery.last("pd-log-b.service", "", 50)).stream()
                        .filter(each -> each.message().length > 0 && each.message()[0] == 'x')
                        .findFirst()
                        .orElseThrow();
        assertThat(line.message())
                .isEqualTo("x\033[31m\u00ff\u0001<script>".getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void oneFollowerForManyWatchers() throws Exception {
        List<String> mine = new CopyOnWriteArrayList<>();
        List<String> others = new CopyOnWriteArrayList<>();
        try (var a = journal.follow(LogQuery.last("pd-log-c.service", "", 1), add(mine), () -> {});
                var b =
                        journal.follow(
                                LogQuery.last("pd-log-d.service", "", 1), add(others), () -> {})) {
            TimeUnit.SECONDS.sleep(1);
            assertThat(followers()).isEqualTo(1);
            run("pd-log-c.service", "echo live");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
            while (!mine.contains("live") && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        assertThat(mine).contains("live");
        assertThat(others).isEmpty();
        TimeUnit.MILLISECONDS.sleep(500);
        assertThat(followers()).isZero();
    }

    @Test
    void whatAReadCosts() throws Exception {
        run("pd-log-e.service", "for i in $(seq 500); do echo line $i; done");
        read(LogQuery.last("pd-log-e.service", "", 20));
        long began = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            assertThat(read(LogQuery.last("pd-log-e.service", "", 20))).hasSize(20);
        }
        long micros = (System.nanoTime() - began) / 20_000;
        System.err.println("last 20 lines of a unit: " + micros + " microseconds");
        assertThat(micros).isLessThan(500_000);
    }

    private static java.util.function.Consumer<LogLine> add(List<String> to) {
        return line -> to.add(new String(line.message(), StandardCharsets.UTF_8));
    }

    private static long followers() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("journalctl"))
                .count();
    }

    private List<LogLine> read(LogQuery query) {
        return journal.read(query).asOptional().orElseThrow();
    }

    private static void run(String unit, String script) throws Exception {
        new ProcessBuilder(
                        "systemd-run",
                        "--quiet",
                        "--wait",
                        "--unit=" + unit,
                        "/bin/sh",
                        "-c",
                        script)
                .inheritIO()
                .start()
                .waitFor();
        TimeUnit.MILLISECONDS.sleep(300);
    }

    private static List<String> texts(List<LogLine> lines) {
        return lines.stream()
                .map(line -> new String(line.message(), StandardCharsets.UTF_8))
                .toList();
    }

    private static LogLine find(List<LogLine> lines, String text) {
        return lines.stream()
                .filter(line -> new String(line.message(), StandardCharsets.UTF_8).equals(text))
                .findFirst()
                .orElseThrow();
    }
}

package dev.procdeck.agent.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.agent.acts.OwnProcesses;
import dev.procdeck.agent.acts.ProcessActs;
import dev.procdeck.agent.policy.LookOnly;
import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.views.ProcessView;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.CommandLine;
import dev.procdeck.host.processes.IoCounters;
import dev.procdeck.host.processes.ProcessFacts;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.processes.ProcessRow;
import dev.procdeck.host.processes.ProcessSample;
import dev.procdeck.host.processes.TaskCounts;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.protocol.live.Resources;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");
    private static final long SECOND = 1_000_000_000L;

    private final ProcessView view = view();
    private final History history = new History(view);

    @Test
    void ratesAreOverTheTimeBetweenRememberedSamples() {
        history.remember(0, sample(0, row(7, 1, SECOND, 1 << 20)));
        history.remember(4 * SECOND, sample(4, row(7, 1, 3 * SECOND, 1 << 20)));
        Moment moment = history.processesAt(START.plusSeconds(2)).orElseThrow();
        assertThat(moment.time()).isEqualTo(START.plusSeconds(4));
        assertThat(moment.intervalNanos()).isEqualTo(4 * SECOND);
        assertThat(moment.busiest())
                .singleElement()
                .satisfies(used -> {
                    assertThat(used.cpuPercent()).isEqualTo(50f);
                    assertThat(used.rssBytes()).isEqualTo(1 << 20);
                });
        assertThat(moment.cpuPercent()).isEqualTo(50f);
    }

    @Test
    void theFirstSampleHasNothingToSay() {
        history.remember(0, sample(0, row(7, 1, SECOND, 1)));
        assertThat(history.processesAt(START)).isEmpty();
    }

    @Test
    void aProcessThatStartedInBetweenUsedAllItsTimeInBetween() {
        history.remember(0, sample(0, row(1, 1, 0, 1)));
        history.remember(SECOND, sample(1, row(1, 1, 0, 1), bornAt(900, 8, SECOND / 2)));
        assertThat(usageOf(8, 1).cpuPercent()).isEqualTo(50f);
    }

    @Test
    void aProcessThatOnlyCameIntoSightHasNoRate() {
        history.remember(0, sample(0, row(1, 1, 0, 1)));
        history.remember(SECOND, sample(1, row(1, 1, 0, 1), row(8, 5, 900 * SECOND, 1)));
        assertThat(usageOf(8, 1).cpuPercent()).isNaN();
    }

    @Test
    void aReusedPidIsAnotherProcess() {
        history.remember(0, sample(0, row(8, 5, 900 * SECOND, 1)));
        history.remember(SECOND, sample(1, bornAt(100, 8, SECOND / 4)));
        assertThat(usageOf(8, 1).cpuPercent()).isEqualTo(25f);
        assertThat(usageOf(8, 1).process().identity().startTicks()).isEqualTo(100);
    }

    @Test
    void aCounterThatWentBackwardsGivesNoRate() {
        history.remember(0, sample(0, row(8, 5, 9 * SECOND, 1)));
        history.remember(SECOND, sample(1, row(8, 5, SECOND, 1)));
        assertThat(usageOf(8, 1).cpuPercent()).isNaN();
    }

    @Test
    void secretsAreMaskedAndAnExecIsAnotherName() {
        history.remember(0, sample(0, named(8, "sh", "sh", "-c", "x")));
        history.remember(SECOND, sample(1, named(8, "mysql", "mysql", "--password=geheim")));
        history.remember(2 * SECOND, sample(2, named(8, "mysql", "mysql", "--password=geheim")));
        Named then = usageOf(8, 1).process();
        assertThat(then.cmdline()).startsWith("mysql").doesNotContain("geheim");
        assertThat(usageOf(8, 2).process()).isSameAs(then);
    }

    @Test
    void aStretchWithoutSamplesIsNotFilled() {
        history.remember(0, sample(0, row(8, 5, 0, 1)));
        history.remember(SECOND, sample(1, row(8, 5, SECOND, 1)));
        history.pause();
        history.remember(100 * SECOND, sample(100, row(8, 5, 50 * SECOND, 1)));
        history.remember(101 * SECOND, sample(101, row(8, 5, 51 * SECOND, 1)));
        assertThat(history.processesAt(START.plusSeconds(50))).isEmpty();
        assertThat(usageOf(8, 101).cpuPercent()).isEqualTo(100f);
    }

    @Test
    void aMomentFarAwayIsNotFound() {
        history.remember(0, sample(0, row(8, 5, 0, 1)));
        history.remember(SECOND, sample(1, row(8, 5, SECOND, 1)));
        assertThat(history.processesAt(Instant.MAX)).isEmpty();
        assertThat(history.processesAt(Instant.MIN)).isEmpty();
        assertThat(history.processesAt(START.minusSeconds(3600))).isEmpty();
    }

    @Test
    void whoeverMattersIsRememberedAndNobodyTwice() {
        List<ProcessRow> before = new ArrayList<>();
        List<ProcessRow> after = new ArrayList<>();
        for (int pid = 1; pid <= 500; pid++) {
            before.add(row(pid, 1, 0, pid * 1000L));
            // 1 to 16 use a little, 17 to 60 a quarter of a CPU, the rest nothing.
            long used = pid <= 16 ? pid * SECOND / 1000 : pid <= 60 ? SECOND / 4 : 0;
            after.add(row(pid, 1, used, pid * 1000L));
        }
        history.remember(0, sample(0, before.toArray(ProcessRow[]::new)));
        history.remember(SECOND, sample(1, after.toArray(ProcessRow[]::new)));
        List<Integer> pids =
                history.processesAt(START.plusSeconds(1)).orElseThrow().busiest().stream()
                        .map(used -> used.process().identity().pid())
                        .toList();
        assertThat(pids).doesNotHaveDuplicates();
        for (int pid = 17; pid <= 60; pid++) {
            assertThat(pids).contains(pid);
        }
        assertThat(pids).contains(500, 499, 491).doesNotContain(1, 100);
    }

    /// An hour on a host that starts new busy processes all the time: the bytes stay bounded, and
    /// the counted bytes are about what the heap holds.
    @Test
    void theMemoryIsBoundedHoweverBusyTheHost() {
        Random random = new Random(1);
        long before = usedHeap();
        List<ProcessRow> rows = List.of();
        for (int second = 0; second < 4_500; second++) {
            List<ProcessRow> next = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                int pid = 10 + i;
                if (rows.isEmpty() || random.nextInt(3) == 0) {
                    next.add(busy(pid, second));
                    if (!rows.isEmpty()) {
                        // As the collector does for each process that ended.
                        view.forget(List.of(rows.get(i).identity()));
                    }
                } else {
                    next.add(older(rows.get(i), random.nextInt(1_000_000)));
                }
            }
            next.sort(Comparator.comparingInt(ProcessRow::pid));
            rows = next;
            history.remember(second * SECOND, sample(second, next.toArray(ProcessRow[]::new)));
            history.remember(second * SECOND, totals(second, 300));
        }
        rows = List.of();
        history.pause();
        view.forgetAll();
        long held = usedHeap() - before;
        assertThat(history.bytes()).isLessThanOrEqualTo(8 << 20);
        assertThat(held).isLessThan(11L << 20);
        assertThat(held).isLessThan(history.bytes() * 14L / 10);
        assertThat(history.totalsSamples()).isBetween(2_000, 3_601);
        assertThat(history.processSamples()).isGreaterThan(300);
        Reference.reachabilityFence(history);
    }

    @Test
    void onAnOrdinaryHostTheHourFits() {
        ProcessRow[] rows = new ProcessRow[300];
        for (int second = 0; second < 4_000; second++) {
            for (int i = 0; i < rows.length; i++) {
                rows[i] = row(i + 1, 1, i < 20 ? second * SECOND / 10 : 0, (i + 1L) << 20);
            }
            history.remember(second * SECOND, sample(second, rows));
            history.remember(second * SECOND, totals(second, 2));
        }
        assertThat(history.processSamples()).isEqualTo(3_601);
        assertThat(history.totalsSamples()).isEqualTo(3_601);
        assertThat(history.bytes()).isLessThan(6 << 20);
    }

    @Test
    void totalsComeBackAsTheyWere() {
        Resources given = totals(1, 2);
        history.remember(SECOND, given);
        assertThat(history.totalsSince(0)).containsExactly(given);
        assertThat(history.totalsSince(2 * SECOND)).isEmpty();
    }

    private Moment.Used usageOf(int pid, int second) {
        return history.processesAt(START.plusSeconds(second)).orElseThrow().busiest().stream()
                .filter(used -> used.process().identity().pid() == pid)
                .findFirst()
                .orElseThrow();
    }

    private static ProcessView view() {
        Policy none = Policy.lookOnly("test", new LookOnly(Map.of(), "test"));
        return new ProcessView(
                new ProcessActs(
                        ProcFs.at(Path.of("/proc")), new OwnProcesses(List.of()), () -> none));
    }

    private static ProcessSample sample(int second, ProcessRow... rows) {
        return new ProcessSample(
                "boot",
                START.plusSeconds(second),
                Duration.ofSeconds(1),
                "procfs",
                List.of(rows),
                new ProcessSample.Changes(List.of(), List.of(), List.of()),
                new TaskCounts(rows.length, 0, rows.length, 0, 0));
    }

    private static ProcessRow row(int pid, long ticks, long nanos, long rss) {
        return process(pid, ticks, START.minusSeconds(1000), nanos, rss, "x", "x");
    }

    private static ProcessRow bornAt(int millis, int pid, long nanos) {
        return process(pid, 100, START.plusMillis(millis), nanos, 1, "new", "new");
    }

    private static ProcessRow named(int pid, String comm, String... arguments) {
        return process(pid, 1, START.minusSeconds(1000), 1, 1, comm, arguments);
    }

    private static ProcessRow busy(int pid, int second) {
        return process(
                pid,
                second,
                START.plusSeconds(second),
                SECOND / 10,
                pid << 10,
                "cc1plus",
                "cc1plus",
                "-o",
                "object-" + second + "-" + pid,
                "x".repeat(300));
    }

    private static ProcessRow older(ProcessRow row, long nanos) {
        return process(row.facts(), row.userNanos() + nanos, row.rssBytes());
    }

    private static ProcessRow process(
            int pid,
            long ticks,
            Instant start,
            long nanos,
            long rss,
            String comm,
            String... arguments) {
        return process(
                new ProcessFacts(
                        new ProcessIdentity(pid, ticks),
                        start,
                        false,
                        0,
                        "root",
                        comm,
                        Reading.of(new CommandLine(List.of(arguments), false)),
                        Reading.of("/bin/x"),
                        Reading.unsupported("none")),
                nanos,
                rss);
    }

    private static ProcessRow process(ProcessFacts facts, long nanos, long rss) {
        return new ProcessRow(
                facts,
                1,
                'S',
                nanos,
                0,
                null,
                rss,
                0,
                1,
                20,
                0,
                0,
                0,
                Reading.of(new IoCounters(nanos / 1000, 0, 0, 0)));
    }

    private static Resources totals(int second, int devices) {
        List<Resources.Disk> disks = new ArrayList<>();
        List<Resources.NetworkInterface> interfaces = new ArrayList<>();
        for (int i = 0; i < devices; i++) {
            disks.add(new Resources.Disk("sd" + i, 1.0 * i, 2.0, 3.0));
            interfaces.add(
                    new Resources.NetworkInterface(
                            "veth" + i, true, 1.0, 1.0 * i, null, null, null, null));
        }
        return new Resources(
                START.plusSeconds(second),
                1.0,
                new Resources.Tasks(300, 1, 299, 0, 0),
                new Resources.Cpu(1, 2, 0, 97, 0, 0, 0, 0),
                List.of(),
                new Resources.Memory(8L << 30, 1L << 30, 2L << 30, 3L << 30, 5L << 30),
                new Resources.Swap(0, 0, 0),
                new Resources.Load(0.1, 0.2, 0.3),
                1000.0 + second,
                Map.of("cpu", new Resources.Pressure(1, 2, 3, null, null, null)),
                disks,
                List.of(),
                interfaces);
    }

    private static long usedHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}

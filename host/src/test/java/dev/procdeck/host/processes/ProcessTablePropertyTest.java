package dev.procdeck.host.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.ProcFs;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Hosts made up from a seed, against the rules of rates: two samples of one identity on the
/// monotonic clock, none at first sight, none when a counter went back, nothing of a pid's former
/// process.
class ProcessTablePropertyTest {
    private static final int SAMPLES = 300;

    private final ProcFs proc = ProcFs.at(Path.of("/proc"));
    private final UserNames users = new UserNames(Path.of("/etc/passwd"));
    private final Map<Integer, Made> host = new HashMap<>();
    private long monotonic = 1_000_000_000_000L;
    private Instant wall = Instant.parse("2026-01-01T00:00:00Z");

    @AfterEach
    void stop() {
        proc.close();
    }

    /// A process of the made-up host.
    private static final class Made {
        final int pid;
        final long startTicks;
        long user;
        long system;
        long delay;
        long switches;
        boolean changed = true;

        Made(int pid, long startTicks) {
            this.pid = pid;
            this.startTicks = startTicks;
        }
    }

    /// Tells of those that did not change as the walk does.
    private final class Source implements ProcessSource {
        private final ProcessCounters c = new ProcessCounters();

        @Override
        public String name() {
            return "made up";
        }

        @Override
        public void read(Visitor visitor) {
            for (Made made : host.values()) {
                if (made.changed || !visitor.stays(made.pid)) {
                    fill(made);
                    visitor.visit(c);
                }
                made.changed = false;
            }
        }

        private void fill(Made made) {
            c.pid = made.pid;
            c.startTicks = made.startTicks;
            c.state = 'S';
            c.comm[0] = 'm';
            c.commLength = 1;
            c.userNanos = made.user;
            c.systemNanos = made.system;
            c.placeMark = 1;
            c.ioKnown = true;
            c.schedulingKnown = true;
            c.runDelayNanos = made.delay;
            c.contextSwitches = made.switches;
        }

        @Override
        public void close() {}
    }

    private ProcessTable table() {
        FactsLookups.Answerer answerer =
                lookup ->
                        lookup.answer(
                                1,
                                lookup.always
                                        ? new ProcessFacts(
                                                lookup.identity,
                                                lookup.startTime,
                                                false,
                                                0,
                                                "root",
                                                lookup.comm,
                                                Reading.of(CommandLine.NONE),
                                                Reading.of("/m"),
                                                Reading.unsupported("none"))
                                        : null);
        return new ProcessTable(
                proc, new Source(), users, () -> answerer, () -> wall, () -> monotonic);
    }

    @Test
    void ratesKeepTheirRulesWhateverHappens() {
        for (long seed = 1; seed <= 10; seed++) {
            host.clear();
            Random random = new Random(seed);
            try (ProcessTable table = table()) {
                Map<Integer, Made> before = new HashMap<>();
                ProcessSample last = null;
                for (int i = 0; i < SAMPLES; i++) {
                    long interval = 100_000_000L + random.nextInt(2_000_000_000);
                    monotonic += interval;
                    // The wall clock steps to and fro; no rate may notice.
                    wall = wall.plusSeconds(random.nextInt(200_000) - 100_000);
                    live(random, interval);
                    ProcessSample sample = table.sample();
                    String where = "seed " + seed + " sample " + i;
                    check(sample, before, interval, where);
                    if (last != null) {
                        checkChanges(last, sample, where);
                    }
                    last = sample;
                    before.clear();
                    host.values().forEach(made -> before.put(made.pid, copy(made)));
                }
            }
        }
    }

    private void check(ProcessSample sample, Map<Integer, Made> before, long nanos, String where) {
        assertThat(sample.rows()).as(where).hasSize(host.size());
        int lastPid = -1;
        for (ProcessRow row : sample.rows()) {
            assertThat(row.pid()).as(where).isGreaterThan(lastPid);
            lastPid = row.pid();
            Made now = host.get(row.pid());
            Made then = before.get(row.pid());
            assertThat(row.startTicks()).as(where).isEqualTo(now.startTicks);
            // A busy machine may answer after the sample.
            assertThat(row.facts().exe())
                    .as(where)
                    .isIn(Reading.of("/m"), Reading.unsupported("not read yet"));
            if (then == null || then.startTicks != now.startTicks) {
                assertThat(row.rates()).as(where).isNull();
                continue;
            }
            long user = now.user - then.user;
            long system = now.system - then.system;
            if (user < 0 || system < 0) {
                assertThat(row.rates()).as(where).isNull();
                continue;
            }
            ProcessRates rates = row.rates();
            assertThat(rates).as(where).isNotNull();
            assertThat(rates.cpuPercent())
                    .as(where)
                    .isCloseTo(100.0 * (user + system) / nanos, within(1e-9));
            assertThat(rates.waitPercent())
                    .as(where)
                    .isCloseTo(100.0 * Math.max(0, now.delay - then.delay) / nanos, within(1e-9));
            assertThat(rates.contextSwitchesPerSecond())
                    .as(where)
                    .isCloseTo(
                            1e9 * Math.max(0, now.switches - then.switches) / nanos, within(1e-6));
        }
    }

    /// What a receiver that applies the changes holds is the sample.
    private static void checkChanges(ProcessSample last, ProcessSample now, String where) {
        Map<ProcessIdentity, ProcessRow> held = new HashMap<>();
        last.rows().forEach(row -> held.put(row.identity(), row));
        now.changes()
                .removed()
                .forEach(gone -> assertThat(held.remove(gone)).as(where).isNotNull());
        now.changes().added().forEach(row -> assertThat(held.put(row.identity(), row)).isNull());
        now.changes()
                .changed()
                .forEach(row -> assertThat(held.put(row.identity(), row)).as(where).isNotNull());
        Set<ProcessRow> rows = new HashSet<>(now.rows());
        assertThat(new HashSet<>(held.values())).as(where).isEqualTo(rows);
    }

    private static Made copy(Made made) {
        Made copy = new Made(made.pid, made.startTicks);
        copy.user = made.user;
        copy.system = made.system;
        copy.delay = made.delay;
        copy.switches = made.switches;
        return copy;
    }

    private void live(Random random, long interval) {
        host.values().removeIf(_ -> random.nextInt(50) == 0);
        for (int i = random.nextInt(4); i > 0; i--) {
            // Often a pid that was or still is another's.
            int pid = 1 + random.nextInt(80);
            host.put(pid, new Made(pid, monotonic / 10_000_000 + i));
        }
        for (Made made : host.values()) {
            switch (random.nextInt(8)) {
                case 0 -> {
                    made.user += random.nextLong(interval);
                    made.system += random.nextLong(interval);
                    made.delay += random.nextLong(interval);
                    made.switches += random.nextInt(1000);
                    made.changed = true;
                }
                case 1 -> {
                    // Threads that end take their delay with them; wraps and resets do worse.
                    made.delay = Math.max(0, made.delay - random.nextLong(interval));
                    made.user = random.nextInt(4) == 0 ? 0 : made.user;
                    made.changed = true;
                }
                default -> {}
            }
        }
    }

    @Test
    void idleProcessesCostNoGarbage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Long> medians = new ArrayList<>();
        for (int processes : new int[] {100, 10_000}) {
            host.clear();
            for (int pid = 1; pid <= processes; pid++) {
                host.put(pid, new Made(pid, pid));
            }
            try (ProcessTable table = table()) {
                long[] garbage = new long[41];
                for (int i = -10; i < garbage.length; i++) {
                    monotonic += 1_000_000_000;
                    long bytes = threads.getCurrentThreadAllocatedBytes();
                    table.sample();
                    if (i >= 0) {
                        garbage[i] = threads.getCurrentThreadAllocatedBytes() - bytes;
                    }
                }
                Arrays.sort(garbage);
                medians.add(garbage[garbage.length / 2]);
            }
        }
        // The few idle processes whose program is looked at again are all that grows with the
        // table.
        assertThat(medians.get(0)).isLessThan(1_000);
        assertThat(medians.get(1)).isLessThan(medians.get(0) + 2_000);
    }
}

package dev.procdeck.host.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.ProcFs;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The table while reading command lines hangs or fails: a sample ends all the same, and says what
/// is missing.
class FactsLookupsTest {
    private final Children children = new Children();
    private final ProcFs proc = ProcFs.at(Path.of("/proc"));
    private final UserNames users = new UserNames(Path.of("/etc/passwd"));
    private final Set<Integer> stuck = ConcurrentHashMap.newKeySet();
    private final AtomicInteger hanging = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void stop() {
        released.countDown();
        children.close();
        proc.close();
    }

    private ProcessTable table(Consumer<FactsLookup> before) {
        return new ProcessTable(
                proc,
                new ProcFsProcessSource(proc),
                users,
                () -> {
                    FactsReader reader = new FactsReader(proc, users);
                    return lookup -> {
                        before.accept(lookup);
                        reader.answer(lookup);
                    };
                },
                InstantSource.system(),
                System::nanoTime);
    }

    private void hang(FactsLookup lookup) {
        if (stuck.contains(lookup.identity.pid())) {
            hanging.incrementAndGet();
            try {
                released.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static ProcessRow row(ProcessSample sample, Process child) {
        return sample.find((int) child.pid()).orElseThrow();
    }

    @Test
    void aStuckReadCostsOneFieldAndNotTheSample() throws Exception {
        Process child = children.start("sleep", "600");
        Children.awaitAsleep(child.pid(), "sleep");
        stuck.add((int) child.pid());
        try (ProcessTable table = table(this::hang)) {
            int self = (int) ProcessHandle.current().pid();
            // Others are read by another thread.
            ProcessSample first = Samples.until(table, now -> Samples.knowsFacts(now, self));
            assertThat(row(first, child).facts().commandLine())
                    .isInstanceOf(Reading.Unsupported.class);
            assertThat(row(first, child).rssBytes()).isPositive();

            assertThat(row(table.sample(), child).facts().commandLine())
                    .isInstanceOf(Reading.Unsupported.class);
            released.countDown();
            ProcessRow answered = Samples.withFacts(table, child.pid());
            assertThat(answered.facts().commandLine().map(CommandLine::text))
                    .isEqualTo(Reading.of("sleep 600"));
        }
    }

    /// A megabyte of arguments of one letter is two objects for each of them.
    @Test
    void theTableKeepsLittleOfAHugeCommandLine() throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "read x"));
        for (int i = 0; i < 50_000; i++) {
            command.add("y");
        }
        Process child = children.start(command);
        Children.awaitAsleep(child.pid(), "sh");
        try (ProcessTable table = table(_ -> {})) {
            CommandLine line =
                    Samples.withFacts(table, child.pid())
                            .facts()
                            .commandLine()
                            .asOptional()
                            .orElseThrow();
            assertThat(line.truncated()).isTrue();
            assertThat(line.arguments()).hasSizeLessThan(FactsReader.TABLE_LINE_BYTES);
            assertThat(line.text()).hasSizeLessThanOrEqualTo(FactsReader.TABLE_LINE_BYTES);
        }
    }

    @Test
    void whenEveryThreadIsStuckSamplesGoOnAtOnce() throws Exception {
        List<Process> held = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Process child = children.start("sleep", "600");
            Children.awaitAsleep(child.pid(), "sleep");
            stuck.add((int) child.pid());
            held.add(child);
        }
        try (ProcessTable table = table(this::hang)) {
            Samples.until(table, _ -> hanging.get() == FactsLookups.THREADS);
            Process late = children.start("sleep", "601");
            Children.awaitAsleep(late.pid(), "sleep");
            ProcessSample sample = table.sample();
            assertThat(row(sample, late).facts().commandLine())
                    .isInstanceOf(Reading.Unsupported.class);
            released.countDown();
            held.add(late);
            for (Process child : held) {
                ProcessRow answered = Samples.withFacts(table, child.pid());
                assertThat(answered.facts().commandLine()).isInstanceOf(Reading.Value.class);
            }
        }
    }

    /// Fail-the-Nth-read: whichever read fails, no sample does, and the other rows are whole.
    @Test
    void whicheverReadFailsOnlyItsRowIsPartial() throws Exception {
        Process child = children.start("sleep", "600");
        Children.awaitAsleep(child.pid(), "sleep");
        long failed = 0;
        for (int failing = 0; failing < 40; failing++) {
            AtomicInteger reads = new AtomicInteger();
            int nth = failing;
            Consumer<FactsLookup> fault =
                    lookup -> {
                        if (reads.getAndIncrement() == nth) {
                            throw new IllegalStateException("EIO");
                        }
                    };
            try (ProcessTable table = table(fault)) {
                ProcessSample sample =
                        Samples.until(table, now -> now.rows().size() <= nth || reads.get() > nth);
                long partial = sample.rows().stream().filter(FactsLookupsTest::failed).count();
                assertThat(partial).as("read %d", nth).isLessThanOrEqualTo(1);
                assertThat(sample.find((int) child.pid())).isPresent();
                failed += partial;
            }
        }
        assertThat(failed).as("the faults were met").isPositive();
    }

    private static boolean failed(ProcessRow row) {
        return row.facts().commandLine() instanceof Reading.Unsupported<?>(String what)
                && what.equals("EIO");
    }
}

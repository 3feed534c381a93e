package dev.procdeck.host.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.events.ProcessEvent;
import dev.procdeck.host.events.ProcessEvent.Executed;
import dev.procdeck.host.events.ProcessEvent.Exited;
import dev.procdeck.host.events.ProcessEvent.Forked;
import dev.procdeck.host.events.ProcessEventSource;
import dev.procdeck.host.processes.Children;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.procfs.ProcFs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Our kernel program on the kernel that runs this test.
class BpfEventSourceTest {
    private static final long PATIENCE_NANOS = 10_000_000_000L;
    private static final int SHORT_LIVES = 1_000;

    private final ProcFs proc = ProcFs.at(Path.of("/proc"));
    private final Children children = new Children();
    private final Gathered gathered = new Gathered();

    @AfterEach
    void close() {
        children.close();
        proc.close();
    }

    private static final class Gathered implements ProcessEventSource.Sink {
        final List<ProcessEvent> events = new ArrayList<>();
        long lost;

        @Override
        public void take(ProcessEvent event) {
            events.add(event);
        }

        @Override
        public ProcessIdentity known(int pid) {
            return null;
        }

        @Override
        public void lost(long count) {
            lost += count;
        }

        @Override
        public void compare() {}

        <E extends ProcessEvent> List<E> of(long pid, Class<E> kind) {
            return events.stream()
                    .filter(event -> event.subject().identity().pid() == pid)
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .toList();
        }
    }

    /// Reads until the end of this process was told.
    private void readUntilEndOf(ProcessEventSource source, long pid) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (gathered.of(pid, Exited.class).isEmpty()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
            source.await(100);
            source.read(gathered);
        }
    }

    private Exited endOf(ProcessEventSource source, String script) throws Exception {
        Process process = children.start("/bin/sh", "-c", script);
        process.waitFor();
        readUntilEndOf(source, process.pid());
        return gathered.of(process.pid(), Exited.class).getFirst();
    }

    @Test
    void aLifeIsToldFromForkToExit() throws Exception {
        try (BpfEventSource source = BpfEventSource.load(proc)) {
            source.setEager(true);
            Process child = children.start("sleep", "0.05");
            child.waitFor();
            readUntilEndOf(source, child.pid());

            Forked forked = gathered.of(child.pid(), Forked.class).getFirst();
            Executed executed = gathered.of(child.pid(), Executed.class).getLast();
            Exited exited = gathered.of(child.pid(), Exited.class).getFirst();
            assertThat(executed.commandLine()).isNotNull();
            assertThat(executed.commandLine().arguments()).containsExactly("sleep", "0.05");
            assertThat(executed.subject().comm()).isEqualTo("sleep");
            assertThat(executed.subject().parentPid())
                    .isEqualTo((int) ProcessHandle.current().pid());
            assertThat(executed.subject().uid()).isNotNull();
            assertThat(exited.subject().identity()).isEqualTo(forked.subject().identity());
            assertThat(exited.status()).isNotNull();
            assertThat(exited.status().code()).isZero();
            assertThat(exited.status().signalled()).isFalse();
            assertThat(exited.timeNanos() - exited.subject().startNanos())
                    .isBetween(50_000_000L, 5_000_000_000L);
            assertThat(exited.peakRssBytes()).isBetween(100_000L, 100_000_000L);
            assertThat(exited.cpuNanos()).isBetween(10_000L, 1_000_000_000L);
        }
    }

    @Test
    void exitCodesAndSignalsAreThoseOfWait() throws Exception {
        try (BpfEventSource source = BpfEventSource.load(proc)) {
            source.setEager(true);
            assertThat(endOf(source, "exit 0").status().code()).isZero();
            assertThat(endOf(source, "exit 42").status().code()).isEqualTo(42);
            assertThat(endOf(source, "exit 255").status().code()).isEqualTo(255);
            Exited killed = endOf(source, "kill -KILL $$");
            assertThat(killed.status().signal()).isEqualTo(9);
            assertThat(killed.status().code()).isZero();
            assertThat(endOf(source, "kill -TERM $$").status().signal()).isEqualTo(15);
            assertThat(endOf(source, "ulimit -c 0; kill -SEGV $$").status().signal()).isEqualTo(11);
        }
    }

    @Test
    void nearlyAllProcessesOfAMillisecondAreSeenWithTheirCommandLine() throws Exception {
        try (BpfEventSource source = BpfEventSource.load(proc)) {
            source.setEager(true);
            Process shell =
                    children.start(
                            "/bin/sh",
                            "-c",
                            "i=0; while [ $i -lt "
                                    + SHORT_LIVES
                                    + " ]; do /bin/true life-$i;"
                                    + " i=$((i+1)); done");
            readUntilEndOf(source, shell.pid());

            Set<String> seen =
                    gathered.events.stream()
                            .filter(Executed.class::isInstance)
                            .map(Executed.class::cast)
                            .filter(event -> event.commandLine() != null)
                            .map(event -> String.join(" ", event.commandLine().arguments()))
                            .filter(line -> line.startsWith("/bin/true life-"))
                            .collect(Collectors.toSet());
            assertThat(seen.size()).isGreaterThanOrEqualTo(SHORT_LIVES * 95 / 100);
        }
    }

    @Test
    void aRingThatIsTooSmallSaysHowMuchWasLost() throws Exception {
        try (BpfEventSource source = BpfEventSource.load(proc, 4096)) {
            Process shell =
                    children.start(
                            "/bin/sh", "-c", "for i in 1 2 3 4 5 6 7 8 9; do /bin/true; done");
            for (int i = 0; i < 20; i++) {
                children.start("/bin/true", "x".repeat(1000)).waitFor();
            }
            shell.waitFor();
            source.read(gathered);
            assertThat(gathered.lost).isPositive();
            long before = gathered.lost;
            source.read(gathered);
            assertThat(gathered.lost).isEqualTo(before);
        }
    }
}

package dev.procdeck.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.procdeck.agent.acts.OwnProcesses;
import dev.procdeck.agent.acts.ProcessActs;
import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.views.ProcessView;
import dev.procdeck.host.processes.ProcessCounters;
import dev.procdeck.host.processes.ProcessSource;
import dev.procdeck.host.processes.ProcessTable;
import dev.procdeck.host.processes.UserNames;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.protocol.connection.LivePublisher;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a tick leaves to the collector when nothing happened, from the table over the view to the
/// encoded frame.
class IdleGarbageTest {
    private static final int PROCESSES = 10_000;
    private static final int TICKS = 41;

    /// Before it the table is filled and the code has found its ways.
    private static final int WARM_UP = 20;

    private static final long SECOND = 1_000_000_000L;

    /// Most of it is the sample, the frame, its bytes, and the two or three whose program is looked
    /// at again.
    private static final long LIMIT_BYTES = 1_024;

    @TempDir private Path root;

    @Test
    void tenThousandIdleProcessesCostNextToNothingATick() throws Exception {
        Files.createDirectories(root.resolve("sys/kernel/random"));
        for (String file : List.of("stat", "uptime", "sys/kernel/random/boot_id")) {
            Files.copy(Path.of("/proc", file), root.resolve(file));
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        AtomicLong now = new AtomicLong(SECOND);
        Policy policy = Policy.builtIn();
        LivePublisher publisher = new LivePublisher();
        try (ProcFs proc = ProcFs.at(root);
                ProcessCollector collector =
                        new ProcessCollector(
                                () ->
                                        new ProcessTable(
                                                proc,
                                                new Idle(),
                                                new UserNames(Path.of("/etc/passwd")),
                                                InstantSource.system(),
                                                now::get),
                                new ProcessView(
                                        new ProcessActs(
                                                proc, new OwnProcesses(List.of()), () -> policy)),
                                publisher::publish,
                                () -> SECOND)) {
            long[] garbage = new long[TICKS];
            for (int i = -WARM_UP; i < TICKS; i++) {
                now.addAndGet(SECOND);
                long before = threads.getCurrentThreadAllocatedBytes();
                collector.collect(WARM_UP + i + 1, policy);
                if (i >= 0) {
                    garbage[i] = threads.getCurrentThreadAllocatedBytes() - before;
                }
            }
            assertThat(collector.newest().rows()).hasSize(PROCESSES);
            Arrays.sort(garbage);
            assertThat(garbage[TICKS / 2]).isLessThanOrEqualTo(LIMIT_BYTES);
        }
    }

    /// Processes that never do anything; it leaves no garbage itself.
    private static final class Idle implements ProcessSource {
        private static final byte[] COMM = "idle".getBytes(StandardCharsets.US_ASCII);

        private final ProcessCounters counters = new ProcessCounters();

        @Override
        public String name() {
            return "made";
        }

        @Override
        public void read(Visitor visitor) {
            for (int pid = 1; pid <= PROCESSES; pid++) {
                if (visitor.stays(pid)) {
                    continue;
                }
                System.arraycopy(COMM, 0, counters.comm, 0, COMM.length);
                counters.commLength = COMM.length;
                counters.pid = pid;
                counters.startTicks = pid;
                counters.parentPid = 1;
                counters.state = 'S';
                counters.threads = 1;
                counters.ioKnown = true;
                counters.placeMark = 1;
                counters.schedulingKnown = true;
                visitor.visit(counters);
            }
        }

        @Override
        public void close() {}
    }
}

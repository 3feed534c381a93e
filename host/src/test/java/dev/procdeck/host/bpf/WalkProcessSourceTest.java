package dev.procdeck.host.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.processes.ProcessCounters;
import dev.procdeck.host.processes.ProcessSource;
import dev.procdeck.host.procfs.KernelUnits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Passes made up from a seed: processes begin, end, run, take each other's pids and change their
/// order. What is not decoded must be what it was.
class WalkProcessSourceTest {
    private static final int PASSES = 400;

    /// A process of the made-up host.
    private static final class Made {
        final int pid;
        final long start;
        long runTime;
        long faults;

        Made(int pid, long start) {
            this.pid = pid;
            this.start = start;
        }
    }

    private final List<Made> host = new ArrayList<>();

    /// Writes the made-up host as the kernel program would.
    private final class Memory implements RecordProgram {
        private final int capacity;
        private final MemorySegment records;

        Memory(int capacity) {
            this.capacity = capacity;
            records = Arena.ofAuto().allocate(2L * capacity * TaskRecord.LEADER_BYTES, 8);
        }

        @Override
        public int capacity() {
            return capacity;
        }

        @Override
        public MemorySegment records() {
            return records;
        }

        @Override
        public int run(int half) {
            for (int i = 0; i < Math.min(capacity, host.size()); i++) {
                Made made = host.get(i);
                long at = ((long) half * capacity + i) * TaskRecord.LEADER_BYTES;
                records.asSlice(at, TaskRecord.LEADER_BYTES).fill((byte) 0);
                records.set(JAVA_INT_UNALIGNED, at + TaskRecord.KIND, TaskRecord.LEADER);
                records.set(JAVA_INT_UNALIGNED, at + TaskRecord.PID, made.pid);
                records.set(JAVA_LONG_UNALIGNED, at + TaskRecord.START, made.start);
                records.set(JAVA_LONG_UNALIGNED, at + TaskRecord.RUN_TIME, made.runTime);
                records.set(JAVA_LONG_UNALIGNED, at + TaskRecord.USER_TIME, made.runTime);
                records.set(JAVA_LONG_UNALIGNED, at + TaskRecord.MINOR_FAULTS, made.faults);
                records.set(JAVA_INT_UNALIGNED, at + TaskRecord.STATE, 1);
                records.set(JAVA_BYTE, at + TaskRecord.COMM, (byte) 'm');
            }
            return host.size();
        }

        @Override
        public void close() {}
    }

    private record Seen(long startTicks, long cpuNanos, long faults) {}

    /// Believes what the source says of those that stay.
    private static final class Believer implements ProcessSource.Visitor {
        Map<Integer, Seen> before = new HashMap<>();
        Map<Integer, Seen> now = new HashMap<>();
        int stayed;

        @Override
        public void visit(ProcessCounters c) {
            now.put(c.pid, new Seen(c.startTicks, c.userNanos + c.systemNanos, c.minorFaults));
        }

        @Override
        public boolean stays(int pid) {
            Seen known = before.get(pid);
            if (known == null || pid % 7 == 0) {
                // Wants to see it all the same.
                return false;
            }
            now.put(pid, known);
            stayed++;
            return true;
        }

        void turn() {
            before = now;
            now = new HashMap<>();
        }
    }

    @Test
    void whatIsNotDecodedIsWhatItWas() throws Exception {
        for (long seed = 1; seed <= 20; seed++) {
            host.clear();
            Random random = new Random(seed);
            // Small at first, so that it has to grow.
            WalkProcessSource source = new WalkProcessSource(Memory::new, 8, KernelUnits.COMMON);
            Believer believer = new Believer();
            long clock = 0;
            for (int pass = 0; pass < PASSES; pass++) {
                clock += 50_000_000;
                live(random, clock);
                source.read(believer);
                assertThat(believer.now).as("seed %d pass %d", seed, pass).hasSize(host.size());
                for (Made made : host) {
                    assertThat(believer.now.get(made.pid))
                            .as("seed %d pass %d pid %d", seed, pass, made.pid)
                            .isEqualTo(
                                    new Seen(made.start / 10_000_000, made.runTime, made.faults));
                }
                believer.turn();
            }
            assertThat(believer.stayed).as("seed %d", seed).isGreaterThan(PASSES);
        }
    }

    private void live(Random random, long clock) {
        host.removeIf(_ -> random.nextInt(60) == 0);
        if (random.nextInt(40) == 0) {
            host.subList(0, host.size() / 2).clear();
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            begin(1 + random.nextInt(300), clock);
        }
        if (!host.isEmpty() && random.nextInt(10) == 0) {
            // Its pid at once again, in another place.
            Made ended = host.remove(random.nextInt(host.size()));
            begin(ended.pid, clock);
        }
        if (random.nextInt(50) == 0) {
            java.util.Collections.shuffle(host, random);
        }
        for (Made made : host) {
            if (random.nextInt(12) == 0) {
                made.runTime += random.nextInt(1_000_000);
                made.faults += random.nextInt(3);
            }
        }
    }

    private void begin(int pid, long clock) {
        if (host.stream().noneMatch(made -> made.pid == pid)) {
            host.add(new Made(pid, clock));
        }
    }

    @Test
    void aVisitorThatFailsMakesTheNextPassWhole() throws Exception {
        WalkProcessSource source = new WalkProcessSource(Memory::new, 8, KernelUnits.COMMON);
        begin(1, 10);
        begin(2, 20);
        source.read(_ -> {});
        try {
            source.read(_ -> {
                throw new IllegalStateException("on purpose");
            });
        } catch (IllegalStateException _) {
            // Expected: lambdas want every process.
        }
        Believer believer = new Believer();
        believer.before.put(1, new Seen(99, 99, 99));
        believer.before.put(2, new Seen(99, 99, 99));
        source.read(believer);
        assertThat(believer.stayed).isZero();
    }
}

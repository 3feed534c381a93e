package dev.procdeck.host.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.libc.SystemCalls;
import dev.procdeck.host.processes.Children;
import dev.procdeck.host.processes.ProcFsProcessSource;
import dev.procdeck.host.processes.ProcessCounters;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.processes.ProcessSource;
import dev.procdeck.host.procfs.ProcFs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The two sources on the same host, field by field, while processes come and go.
class BpfProcessSourceTest {
    private static final int SELF = (int) ProcessHandle.current().pid();
    private static final long TICK_NANOS = 10_000_000;

    private final Children children = new Children();
    private ProcFs proc;
    private ProcessSource bpf;
    private ProcessSource reference;
    private final Set<Integer> withheld = new HashSet<>();

    @BeforeEach
    void load() {
        Assumptions.assumeTrue(SystemCalls.effectiveUserId() == 0, "needs CAP_BPF");
        Assumptions.assumeTrue(Files.exists(Path.of("/sys/kernel/btf/vmlinux")), "needs BTF");
        Assumptions.assumeTrue(
                BpfProcessSource.class.getResource("tasks.bpf.o") != null, "built without clang");
        proc = ProcFs.at(Path.of("/proc"));
        SourceChooser sources = new SourceChooser(proc);
        sources.open().close();
        assertThat(sources.fallbackReason()).isEmpty();
        bpf = sources.open();
        assertThat(bpf.name()).isEqualTo("bpf");
        reference = new ProcFsProcessSource(proc);
    }

    @AfterEach
    void stop() {
        children.close();
        if (proc != null) {
            bpf.close();
            reference.close();
            proc.close();
        }
    }

    /// The walk as chosen, and the iterator of older kernels.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void agreesWithProcFieldByFieldUnderChurn(boolean iterator) throws Exception {
        if (iterator) {
            useIterator();
        }
        children.start("sh", "-c", "while :; do sleep 0.01; done");
        children.start("sh", "-c", "while :; do :; done");
        children.start(
                "python3",
                "-c",
                "import threading\ndef f():\n while True: sum(range(1000))\nfor i in range(5):\n t=threading.Thread(target=f); t.start()");
        for (int i = 0; i < 50; i++) {
            children.start("sleep", "600");
        }
        Process stopped = children.start("sleep", "600");
        new ProcessBuilder("kill", "-STOP", "" + stopped.pid()).start().waitFor();
        int compared = 0;
        Map<ProcessIdentity, String> differing = new HashMap<>();
        for (int round = 0; round < 20; round++) {
            Map<ProcessIdentity, Snapshot> before = read(reference);
            Map<ProcessIdentity, Snapshot> ours = read(bpf);
            Map<ProcessIdentity, Snapshot> after = read(reference);
            for (Map.Entry<ProcessIdentity, Snapshot> entry : after.entrySet()) {
                Snapshot early = before.get(entry.getKey());
                Snapshot late = entry.getValue();
                if (iterator && withheld.contains(entry.getKey().pid())) {
                    continue;
                }
                if (early != null && early.stable().equals(late.stable())) {
                    Snapshot our = ours.get(entry.getKey());
                    assertThat(our).as("missing: %s", late).isNotNull();
                    // It may have changed and changed back; a real difference is there each time.
                    if (our.stable().equals(late.stable())) {
                        compare(early, our, late);
                        compared++;
                    } else {
                        differing.merge(
                                entry.getKey(), our + " for " + late, (a, b) -> a + "\n" + b);
                    }
                }
            }
            assertThat(ours.keySet())
                    .allMatch(id -> before.containsKey(id) || after.containsKey(id) || gone(id));
        }
        assertThat(compared).isGreaterThan(20 * 100);
        assertThat(differing.values()).allMatch(text -> text.lines().count() < 5);
    }

    /// Only the chosen source is supplemented with what this kernel keeps from programs.
    private void useIterator() throws BpfUnavailableException {
        bpf.close();
        bpf = BpfProcessSource.load(proc.units());
        withheld.addAll(read(reference).keySet().stream().map(ProcessIdentity::pid).toList());
        withheld.removeAll(read(bpf).keySet().stream().map(ProcessIdentity::pid).toList());
    }

    /// Run-queue delay, context switches and control group, against the files that tell them.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void countsDelayAndSwitchesAsProcDoes(boolean iterator) throws Exception {
        if (iterator) {
            useIterator();
        }
        Process child =
                children.start("python3", "-c", "import time\nwhile True: time.sleep(0.001)");
        Children.awaitAsleep(child.pid(), "python3");
        for (int i = 0; i < 10; i++) {
            long[] early = scheduling(child.pid());
            long[] ours = new long[3];
            bpf.read(c -> {
                if (c.pid == child.pid()) {
                    assertThat(c.schedulingKnown).isTrue();
                    ours[0] = c.runDelayNanos;
                    ours[1] = c.contextSwitches;
                    ours[2] = c.placeMark;
                }
            });
            long[] late = scheduling(child.pid());
            assertThat(ours[0]).as("run-queue delay").isBetween(early[0], late[0]);
            assertThat(ours[1]).as("context switches").isBetween(early[1], late[1]);
            assertThat(ours[2]).isNotZero();
        }
    }

    /// Delay in nanoseconds and the two kinds of switches together, of a process with one thread.
    private static long[] scheduling(long pid) throws Exception {
        String[] schedstat = Files.readString(Path.of("/proc/" + pid + "/schedstat")).split("\\s+");
        long switches = 0;
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.contains("ctxt_switches:")) {
                switches += Long.parseLong(line.split("\\s+")[1]);
            }
        }
        return new long[] {Long.parseLong(schedstat[1]), switches};
    }

    /// What was between the two readings of /proc must lie between them; what did not move must be
    /// equal.
    private static void compare(Snapshot early, Snapshot ours, Snapshot late) {
        // Both cut to ticks, and the user part is an estimate: the sum is what counts.
        assertThat(ours.cpuNanos)
                .as("cpu of %s", late)
                .isBetween(early.cpuNanos - 2 * TICK_NANOS, late.cpuNanos + 3 * TICK_NANOS);
        assertThat(ours.minorFaults)
                .as("faults of %s", late)
                .isBetween(early.minorFaults, late.minorFaults);
        assertThat(ours.majorFaults).isBetween(early.majorFaults, late.majorFaults);
        if (early.rssBytes == late.rssBytes) {
            assertThat(ours.rssBytes).as("rss of %s", late).isEqualTo(late.rssBytes);
        }
        if (late.stable.parentPid == SELF
                && late.stable.comm.equals("sleep")
                && early.state == late.state) {
            assertThat(ours.state).as("state of %s", late).isEqualTo(late.state);
        }
    }

    private boolean gone(ProcessIdentity identity) {
        return !Files.exists(Path.of("/proc/" + identity.pid()))
                || !read(reference).containsKey(identity);
    }

    @Test
    void cpuTimeNeverRunsBackwards() {
        children.start(
                "python3",
                "-c",
                "import threading\ndef f(): sum(range(200000))\nwhile True:\n t=[threading.Thread(target=f) for i in range(4)]\n"
                        + " [x.start() for x in t]\n [x.join() for x in t]");
        Map<ProcessIdentity, Snapshot> last = read(bpf);
        for (int round = 0; round < 300; round++) {
            Map<ProcessIdentity, Snapshot> next = read(bpf);
            for (Map.Entry<ProcessIdentity, Snapshot> entry : next.entrySet()) {
                Snapshot before = last.get(entry.getKey());
                if (before != null && entry.getKey().pid() != 1) {
                    assertThat(entry.getValue().userNanos).isGreaterThanOrEqualTo(before.userNanos);
                    assertThat(entry.getValue().systemNanos)
                            .isGreaterThanOrEqualTo(before.systemNanos);
                }
            }
            last = next;
        }
    }

    @Test
    void countsTheBytesThatProcCounts() throws Exception {
        Process child =
                children.start("sh", "-c", "head -c 5000000 /dev/zero | cat >/dev/null; read x");
        ProcessIdentity[] found = new ProcessIdentity[1];
        String io = "";
        long[] ours = new long[2];
        for (int i = 0; i < 200 && ours[0] == 0; i++) {
            bpf.read(c -> {
                if (c.pid == child.pid()) {
                    found[0] = new ProcessIdentity(c.pid, c.startTicks);
                    ours[0] = c.readCallBytes;
                    ours[1] = c.writtenCallBytes;
                }
            });
        }
        for (int i = 0; i < 500; i++) {
            String before = Files.readString(Path.of("/proc/" + child.pid() + "/io"));
            bpf.read(c -> {
                if (c.pid == child.pid()) {
                    ours[0] = c.readCallBytes;
                    ours[1] = c.writtenCallBytes;
                }
            });
            io = Files.readString(Path.of("/proc/" + child.pid() + "/io"));
            if (io.equals(before)) {
                break;
            }
        }
        assertThat(io).contains("rchar: " + ours[0] + "\n").contains("wchar: " + ours[1] + "\n");
        assertThat(found[0]).isNotNull();
    }

    private static Map<ProcessIdentity, Snapshot> read(ProcessSource source) {
        Map<ProcessIdentity, Snapshot> all = new HashMap<>();
        source.read(c -> all.put(new ProcessIdentity(c.pid, c.startTicks), new Snapshot(c)));
        return all;
    }

    /// What holds still while nothing happens to a process.
    private record Stable(
            int parentPid,
            int uid,
            boolean kernelThread,
            int threads,
            int nice,
            int priority,
            long virtualBytes,
            long execMark,
            String comm) {}

    private static final class Snapshot {
        private final Stable stable;
        private final char state;
        private final long cpuNanos;
        private final long userNanos;
        private final long systemNanos;
        private final long rssBytes;
        private final long minorFaults;
        private final long majorFaults;

        Snapshot(ProcessCounters c) {
            // /proc adds the present work to the name of a kernel worker.
            int length = c.kernelThread ? 0 : c.commLength;
            stable =
                    new Stable(
                            c.parentPid,
                            c.uid,
                            c.kernelThread,
                            c.threads,
                            c.nice,
                            c.priority,
                            c.virtualBytes,
                            c.pid == 1 ? 0 : c.execMark,
                            new String(c.comm, 0, length, StandardCharsets.ISO_8859_1));
            state = c.state;
            userNanos = c.userNanos;
            systemNanos = c.systemNanos;
            cpuNanos = c.userNanos + c.systemNanos;
            rssBytes = c.rssBytes;
            minorFaults = c.minorFaults;
            majorFaults = c.majorFaults;
        }

        Stable stable() {
            return stable;
        }

        @Override
        public String toString() {
            return stable + " " + state + " " + cpuNanos;
        }
    }
}

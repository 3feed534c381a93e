import com.sun.management.ThreadMXBean;
import dev.procdeck.host.bpf.BpfProcessSource;
import dev.procdeck.host.bpf.SourceChooser;
import dev.procdeck.host.processes.ProcFsProcessSource;
import dev.procdeck.host.processes.ProcessTable;
import dev.procdeck.host.procfs.ProcFs;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// What one sample of the process table costs the sampling thread, for each source on this host, at one sample a second: processor
/// time and garbage, medians. Argument: how many ticks.
final class ProcessBench {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 20;

    private static final class Measured {
        final String name;
        final ProcessTable table;
        final long[] cpu;
        final long[] garbage;
        int rows;

        Measured(String name, ProcessTable table, int ticks) {
            this.name = name;
            this.table = table;
            cpu = new long[ticks];
            garbage = new long[ticks];
        }

        void tick(int i) {
            long cpuBefore = THREADS.getCurrentThreadCpuTime();
            long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
            rows = table.sample().rows().size();
            if (i >= 0) {
                garbage[i] = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
                cpu[i] = THREADS.getCurrentThreadCpuTime() - cpuBefore;
            }
        }

        void print() {
            Arrays.sort(cpu);
            Arrays.sort(garbage);
            System.out.printf(
                    "%-34s %8.2f ms  %9d bytes garbage  (least %.2f ms, %d rows)%n",
                    name, cpu[cpu.length / 2] / 1e6, garbage[garbage.length / 2], cpu[0] / 1e6, rows);
        }
    }

    public static void main(String[] arguments) throws Exception {
        int ticks = Integer.parseInt(arguments[0]);
        ProcFs proc = ProcFs.at(Path.of("/proc"));
        List<Measured> all = new ArrayList<>();
        SourceChooser chooser = new SourceChooser(proc);
        all.add(new Measured("procdeck, as chosen", new ProcessTable(proc, chooser.open()), ticks));
        chooser.fallbackReason().ifPresent(reason -> System.out.println("no BPF: " + reason));
        if (chooser.fallbackReason().isEmpty()) {
            all.add(
                    new Measured(
                            "procdeck, iterator (Linux < 6.7)",
                            new ProcessTable(proc, BpfProcessSource.load(proc.units())),
                            ticks));
        }
        all.add(
                new Measured(
                        "procdeck, /proc", new ProcessTable(proc, new ProcFsProcessSource(proc)), ticks));
        for (int i = -WARM_UP; i < ticks; i++) {
            LockSupport.parkNanos(i < 0 ? 50_000_000L : 1_000_000_000L);
            for (Measured one : all) {
                one.tick(i);
            }
        }
        all.forEach(Measured::print);
    }
}

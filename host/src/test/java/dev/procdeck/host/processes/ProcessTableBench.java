package dev.procdeck.host.processes;

import com.sun.management.ThreadMXBean;
import dev.procdeck.host.bpf.BpfProcessSource;
import dev.procdeck.host.procfs.ProcFs;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/// Prints what one sample of the table costs: CPU time and garbage of the sampling thread, medians.
/// Arguments: how many ticks, milliseconds between them, `bpf` or `procfs`. Not a test; see
/// docs/performance.md.
final class ProcessTableBench {
    private static final int WARM_UP = 20;

    private static ProcessSource source(String name, ProcFs proc) throws Exception {
        return name.equals("bpf")
                ? BpfProcessSource.load(proc.units())
                : new ProcFsProcessSource(proc);
    }

    public static void main(String[] arguments) throws Exception {
        int ticks = Integer.parseInt(arguments[0]);
        long periodNanos = Long.parseLong(arguments[1]) * 1_000_000;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ProcFs proc = ProcFs.at(Path.of("/proc"));
        try (ProcessTable table = new ProcessTable(proc, source(arguments[2], proc))) {
            long[] cpu = new long[ticks];
            long[] garbage = new long[ticks];
            int rows = 0;
            for (int i = -WARM_UP; i < ticks; i++) {
                LockSupport.parkNanos(periodNanos);
                long cpuBefore = threads.getCurrentThreadCpuTime();
                long bytesBefore = threads.getCurrentThreadAllocatedBytes();
                ProcessSample sample = table.sample();
                if (i >= 0) {
                    garbage[i] = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
                    cpu[i] = threads.getCurrentThreadCpuTime() - cpuBefore;
                }
                rows = sample.rows().size();
            }
            Arrays.sort(cpu);
            Arrays.sort(garbage);
            System.out.printf(
                    "%d processes: %.2f ms CPU, %d bytes garbage per tick (medians of %d)%n",
                    rows, cpu[ticks / 2] / 1e6, garbage[ticks / 2], ticks);
        }
    }
}

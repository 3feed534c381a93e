import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import oshi.SystemInfo;

/// What one listing of the processes costs with OSHI: processor time and garbage, medians. Argument: how many listings.
final class OshiBench {
    public static void main(String[] arguments) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = Integer.parseInt(arguments[0]);
        var system = new SystemInfo().getOperatingSystem();
        long[] cpu = new long[rounds];
        long[] garbage = new long[rounds];
        int rows = 0;
        for (int i = -1; i < rounds; i++) {
            long cpuBefore = threads.getCurrentThreadCpuTime();
            long bytesBefore = threads.getCurrentThreadAllocatedBytes();
            rows = system.getProcesses().size();
            if (i >= 0) {
                garbage[i] = threads.getCurrentThreadAllocatedBytes() - bytesBefore;
                cpu[i] = threads.getCurrentThreadCpuTime() - cpuBefore;
            }
        }
        Arrays.sort(cpu);
        Arrays.sort(garbage);
        System.out.printf(
                "%-34s %8.2f ms  %9d bytes garbage  (least %.2f ms, %d rows)%n",
                "OSHI getProcesses()", cpu[rounds / 2] / 1e6, garbage[rounds / 2], cpu[0] / 1e6, rows);
    }
}

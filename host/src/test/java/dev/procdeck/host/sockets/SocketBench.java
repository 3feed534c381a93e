package dev.procdeck.host.sockets;

import dev.procdeck.host.bpf.SocketSourceChooser;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.Callable;

/// Measures what one listing of the sockets costs on this host as it is. Not a test: a program for
/// benchmarks.
///
/// Prints the median processor time and garbage of each way; run `ss -tunap` and `netstat -tunap`
/// beside it.
public final class SocketBench {
    private static final int ROUNDS = 15;

    private SocketBench() {}

    public static void main(String[] arguments) throws Exception {
        try (SocketReader full = new SocketSourceChooser().open();
                SocketReader fallback = SocketReader.ofProcNet()) {
            System.out.println("source of owners: " + full.ownersName());
            System.out.println("rows: " + full.listSockets().asOptional().orElseThrow().size());
            measure("sockets with owners", full::listSockets);
            measure("listeners with owners", full::listListeners);
            SocketReader walk = SocketReader.ofHost();
            measure("sock_diag with fd walk", walk::listSockets);
            walk.close();
            measure("/proc/net with fd walk", fallback::listSockets);
        }
    }

    private static void measure(String what, Callable<?> work) throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        double[] millis = new double[ROUNDS];
        double[] kilobytes = new double[ROUNDS];
        for (int i = -10; i < ROUNDS; i++) {
            long cpu = threads.getCurrentThreadCpuTime();
            long bytes = threads.getCurrentThreadAllocatedBytes();
            work.call();
            if (i >= 0) {
                millis[i] = (threads.getCurrentThreadCpuTime() - cpu) / 1e6;
                kilobytes[i] = (threads.getCurrentThreadAllocatedBytes() - bytes) / 1e3;
            }
            Thread.sleep(200);
        }
        Arrays.sort(millis);
        Arrays.sort(kilobytes);
        System.out.printf(
                "%-26s %8.2f ms CPU, %9.0f kB garbage%n",
                what, millis[ROUNDS / 2], kilobytes[ROUNDS / 2]);
    }
}

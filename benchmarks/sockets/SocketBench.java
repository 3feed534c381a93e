import com.sun.management.ThreadMXBean;
import dev.procdeck.host.bpf.SocketSourceChooser;
import dev.procdeck.host.processes.ProcessDetails;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.sockets.HeldSockets;
import dev.procdeck.host.sockets.SocketReader;
import dev.procdeck.host.sockets.SocketRow;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/// What one listing of the sockets with their owners costs on this host, for each source, and those of one process alone: processor time and garbage of the thread,
/// medians. Argument: how many listings.
final class SocketBench {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        try (SocketReader chosen = new SocketSourceChooser().openChecked();
                SocketReader walk = SocketReader.ofHost()) {
            System.out.println(
                    "owners from "
                            + chosen.ownersName()
                            + ", "
                            + chosen.listSockets().asOptional().orElseThrow().size()
                            + " rows");
            measure("procdeck, as chosen", rounds, chosen::listSockets);
            measure("procdeck, listeners only", rounds, chosen::listListeners);
            measure("procdeck, fd walk", Math.max(3, rounds / 2), walk::listSockets);
        }
        measureHeld(rounds);
    }

    /// Of one process among all: this one, over IPv4 as the load.
    private static void measureHeld(int rounds) throws Exception {
        try (ProcFs proc = ProcFs.at(Path.of("/proc"));
                ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
            listener.bind(new InetSocketAddress("127.0.0.1", 0));
            HeldSockets held = new HeldSockets(proc);
            int pid = (int) ProcessHandle.current().pid();
            List<ProcessIdentity> self = List.of(new ProcessDetails(proc).findIdentity(pid).orElseThrow());
            measure("procdeck, of one that listens", rounds, () -> found(held, self, 1));
            try (SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                    SocketChannel accepted = listener.accept()) {
                measure("procdeck, of one that is connected", rounds, () -> found(held, self, 3));
            }
        }
    }

    private static Object found(HeldSockets held, List<ProcessIdentity> process, int count) {
        List<SocketRow> rows = held.find(process).rows();
        if (rows.size() != count) {
            throw new IllegalStateException(rows.size() + " sockets instead of " + count);
        }
        return rows;
    }

    private static void measure(String what, int rounds, Callable<?> work) throws Exception {
        long[] cpu = new long[rounds];
        long[] garbage = new long[rounds];
        for (int i = -8; i < rounds; i++) {
            long cpuBefore = THREADS.getCurrentThreadCpuTime();
            long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
            work.call();
            if (i >= 0) {
                garbage[i] = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
                cpu[i] = THREADS.getCurrentThreadCpuTime() - cpuBefore;
            }
            Thread.sleep(i < 0 ? 20 : 200);
        }
        Arrays.sort(cpu);
        Arrays.sort(garbage);
        System.out.printf(
                "%-34s %8.2f ms  %9d bytes garbage  (least %.2f ms)%n",
                what, cpu[rounds / 2] / 1e6, garbage[rounds / 2], cpu[0] / 1e6);
    }
}

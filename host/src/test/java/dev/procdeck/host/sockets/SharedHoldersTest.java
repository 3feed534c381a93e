package dev.procdeck.host.sockets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class SharedHoldersTest {
    private final SharedHolders holders = new SharedHolders(7);

    @Test
    void namesEachProcessOnceByPid() {
        add(9, 3);
        add(9, 4);
        add(5, 3);
        add(5, 6);
        add(9, 5);
        assertThat(holders.list())
                .extracting(SocketOwner::pid, SocketOwner::descriptor)
                .containsExactly(tuple(5, 3), tuple(9, 3));
    }

    /// A listener that 20,000 workers inherited once took the sampling thread seconds.
    @Test
    void costsLittleForEachHolderHoweverManyThereAre() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        SocketOwner[] owners = new SocketOwner[20_000];
        for (int i = 0; i < owners.length; i++) {
            owners[i] = new SocketOwner(i + 1, 1, "worker", 3);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (SocketOwner owner : owners) {
            holders.add(owner);
        }
        assertThat(holders.list()).hasSize(owners.length);
        long took = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(took).isLessThan(100L * owners.length);
    }

    private void add(int pid, int descriptor) {
        holders.add(new SocketOwner(pid, 1, "worker", descriptor));
    }
}

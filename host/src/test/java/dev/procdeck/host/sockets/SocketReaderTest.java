package dev.procdeck.host.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.sockets.SocketRow.Protocol;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The reader against real sockets and against `ss` and `netstat` at the same instant.
class SocketReaderTest {
    private static final long ME = ProcessHandle.current().pid();

    private TestSockets sockets;
    private final SocketReader reader = SocketReader.ofHost();

    @BeforeEach
    void open() throws IOException {
        sockets = TestSockets.open();
    }

    @AfterEach
    void close() {
        sockets.close();
        reader.close();
    }

    private static List<SocketRow> rows(SocketReader reader) {
        return reader.listSockets().asOptional().orElseThrow();
    }

    private SocketRow one(Predicate<SocketRow> wanted) {
        List<SocketRow> found = rows(reader).stream().filter(wanted).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static Set<Long> pids(SocketRow row) {
        return row.owners().asOptional().orElse(List.of()).stream()
                .map(owner -> (long) owner.pid())
                .collect(Collectors.toSet());
    }

    @Test
    void aListenersQueuesAreItsWaitingConnectionsAndItsBacklog() {
        SocketRow row =
                one(r ->
                        r.localPort() == sockets.listener.getLocalPort()
                                && r.state() == SocketState.LISTEN);
        assertThat(row.recvQ()).isEqualTo(1);
        assertThat(row.sendQ()).isEqualTo(7);
        assertThat(row.localAddress()).hasToString("::ffff:127.0.0.1");
        assertThat(row.remoteAddress().isAny()).isTrue();
        assertThat(row.remotePort()).isZero();
        assertThat(pids(row)).containsExactly(ME);
        assertThat(row.tcp()).isEmpty();
    }

    @Test
    void unreadBytesWaitInTheReceiveQueue() {
        SocketRow row =
                one(r ->
                        r.localPort() == sockets.listener.getLocalPort()
                                && r.remotePort() == sockets.unread.getLocalPort());
        assertThat(row.recvQ()).isEqualTo(1000);
        assertThat(row.state()).isEqualTo(SocketState.ESTABLISHED);
        assertThat(row.tcp().orElseThrow().roundTripMicros()).isPositive();
    }

    @Test
    void aConnectionThatWaitsToBeAcceptedHasNoOwner() {
        SocketRow row =
                one(r ->
                        r.localPort() == sockets.listener.getLocalPort()
                                && r.remotePort() == sockets.waiting.getLocalPort());
        assertThat(row.inode()).isZero();
        assertThat(row.owners()).isEqualTo(Reading.of(List.of()));
        assertThat(row.user()).isEmpty();
    }

    @Test
    void timeWaitIsListedWithoutOwnerAndWithoutUser() {
        SocketRow row =
                one(r ->
                        r.localPort() == sockets.timeWaitPort
                                && r.remotePort() == sockets.timeWaitPeerPort);
        assertThat(row.state()).isEqualTo(SocketState.TIME_WAIT);
        assertThat(row.inode()).isZero();
        assertThat(row.owners()).isEqualTo(Reading.of(List.of()));
        assertThat(row.user()).isEmpty();
    }

    @Test
    void anIpv4MappedConnectionStaysIpv6() {
        SocketRow row =
                one(r ->
                        r.protocol() == Protocol.TCP6
                                && r.remotePort() == sockets.mapped.getLocalPort()
                                && r.localPort() == sockets.dualStack.getLocalPort());
        assertThat(row.localAddress()).hasToString("::ffff:127.0.0.1");
        assertThat(row.remoteAddress()).hasToString("::ffff:127.0.0.1");
    }

    @Test
    void reusePortTwinsAreTwoRows() {
        assertThat(rows(reader))
                .filteredOn(r -> r.localPort() == sockets.twinOne.socket().getLocalPort())
                .hasSize(2)
                .extracting(SocketRow::inode)
                .doesNotHaveDuplicates();
    }

    @Test
    void aSharedSocketHasAllItsOwners() {
        SocketRow row =
                one(r -> r.protocol() == Protocol.TCP && pids(r).contains(sockets.sharer.pid()));
        Set<Long> expected =
                sockets.sharer.descendants().map(ProcessHandle::pid).collect(Collectors.toSet());
        expected.add(sockets.sharer.pid());
        assertThat(expected).hasSize(3);
        assertThat(pids(row)).isEqualTo(expected);
        assertThat(row.owners().asOptional().orElseThrow())
                .extracting(SocketOwner::program)
                .containsExactlyInAnyOrder("bash", "sleep", "sleep");
    }

    @Test
    void udpIsListedConnectedOrNot() {
        assertThat(
                        one(r ->
                                r.localPort() == sockets.udp6.getLocalPort()
                                        && r.protocol() == Protocol.UDP6))
                .satisfies(row -> {
                    assertThat(row.state()).isEqualTo(SocketState.CLOSE);
                    assertThat(row.localAddress()).hasToString("::1");
                    assertThat(pids(row)).containsExactly(ME);
                });
        SocketRow connected =
                one(r ->
                        r.protocol().name().startsWith("UDP")
                                && r.localPort() == sockets.connectedUdp.getLocalPort());
        assertThat(connected.state()).isEqualTo(SocketState.ESTABLISHED);
        assertThat(connected.remotePort()).isEqualTo(sockets.udp.getLocalPort());
        SocketRow receiver =
                one(r ->
                        r.protocol().name().startsWith("UDP")
                                && r.localPort() == sockets.udp.getLocalPort());
        assertThat(receiver.recvQ()).isPositive();
    }

    @Test
    void listenersAloneAreASubset() {
        List<SocketRow> listeners = reader.listListeners().asOptional().orElseThrow();
        assertThat(listeners)
                .allMatch(r -> r.state() == SocketState.LISTEN || r.state() == SocketState.CLOSE);
        assertThat(listeners)
                .anyMatch(r ->
                        r.localPort() == sockets.listener.getLocalPort() && pids(r).contains(ME));
    }

    @Test
    void anUnchangedRowIsTheSameObject() {
        int port = sockets.twinOne.socket().getLocalPort();
        SocketRow first =
                rows(reader).stream().filter(r -> r.localPort() == port).findFirst().orElseThrow();
        var second = new IdentityHashMap<SocketRow, Boolean>();
        rows(reader).forEach(row -> second.put(row, true));
        assertThat(second).containsKey(first);
    }

    /// A closed descriptor and a new one leave the size of the directory equal: the trap of the
    /// cache.
    @Test
    void findsTheOwnerOfASocketThatTookAnotherFilesPlace() throws IOException {
        // The clock stands still: no full walk is due by time, and a search costs nothing.
        try (SocketReader still =
                SocketReader.ofHost(new FdOwners(ProcFs.at(Path.of("/proc")), () -> 1L))) {
            var before = new java.io.FileInputStream("/dev/null");
            rows(still);
            before.close();
            try (var socket = new java.net.DatagramSocket()) {
                assertThat(rows(still))
                        .filteredOn(r ->
                                r.localPort() == socket.getLocalPort()
                                        && r.protocol().name().startsWith("UDP"))
                        .singleElement()
                        .satisfies(row -> assertThat(pids(row)).containsExactly(ME));
            }
        }
    }
}

package dev.procdeck.host.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.libc.SystemCalls;
import dev.procdeck.host.processes.Children;
import dev.procdeck.host.processes.ProcessDetails;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.sockets.HeldSockets.Held;
import dev.procdeck.host.sockets.SocketRow.Protocol;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import dev.procdeck.host.sockets.SocketTable.Detail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes with real sockets. [SocketComparisonTest] holds the same against `ss`, and
/// `DeniedTest` looks without permission.
class HeldSocketsTest {
    private static final long ME = ProcessHandle.current().pid();

    @TempDir Path directory;

    private final ProcFs proc = ProcFs.at(Path.of("/proc"));
    private final HeldSockets held = new HeldSockets(proc);
    private final Children children = new Children();

    @AfterEach
    void close() {
        children.close();
        proc.close();
    }

    private ProcessIdentity identity(long pid) {
        return new ProcessDetails(proc).findIdentity((int) pid).orElseThrow();
    }

    private Held find(long pid) {
        return held.find(List.of(identity(pid)));
    }

    private static Set<Integer> ports(Held found, Protocol protocol) {
        return found.rows().stream()
                .filter(row -> row.protocol() == protocol)
                .map(SocketRow::localPort)
                .collect(Collectors.toSet());
    }

    @Test
    void everyKindIsFoundWithItsFiguresOnceEach() throws IOException {
        try (TestSockets sockets = TestSockets.open()) {
            Held found = find(ME);
            assertThat(found.missing()).isNull();
            assertThat(found.rows()).extracting(SocketRow::inode).doesNotHaveDuplicates();
            assertThat(found.rows())
                    .allSatisfy(row ->
                            assertThat(row.owners().asOptional().orElseThrow())
                                    .extracting(owner -> (long) owner.pid())
                                    .containsExactly(ME));
            assertThat(ports(found, Protocol.TCP))
                    .contains(sockets.twinOne.socket().getLocalPort());
            assertThat(ports(found, Protocol.TCP6))
                    .contains(sockets.listener.getLocalPort(), sockets.unread.getLocalPort());
            assertThat(ports(found, Protocol.UDP)).contains(sockets.udp4.socket().getLocalPort());
            assertThat(ports(found, Protocol.UDP6)).contains(sockets.udp6.getLocalPort());
            assertThat(found.rows())
                    .filteredOn(row -> row.localPort() == sockets.unread.getLocalPort())
                    .singleElement()
                    .satisfies(row -> {
                        assertThat(row.state()).isEqualTo(SocketState.ESTABLISHED);
                        assertThat(row.tcp().orElseThrow().roundTripMicros()).isPositive();
                    });
        }
    }

    @Test
    void aSocketOfSeveralProcessesHasThoseThatWereAskedForAsOwners() throws IOException {
        try (TestSockets sockets = TestSockets.open()) {
            List<ProcessIdentity> sharers =
                    Stream.concat(
                                    Stream.of(sockets.sharer.toHandle()),
                                    sockets.sharer.descendants())
                            .map(process -> identity(process.pid()))
                            .toList();
            assertThat(sharers).hasSize(3);
            assertThat(held.find(sharers).rows())
                    .singleElement()
                    .satisfies(row ->
                            assertThat(row.owners().asOptional().orElseThrow())
                                    .extracting(SocketOwner::pid)
                                    .containsExactlyInAnyOrderElementsOf(
                                            sharers.stream().map(ProcessIdentity::pid).toList()));
            assertThat(held.find(sharers.subList(1, 2)).rows())
                    .singleElement()
                    .satisfies(
                            row -> assertThat(row.owners().asOptional().orElseThrow()).hasSize(1));
        }
    }

    @Test
    void theKernelsOtherTableTellsTheSame() throws IOException {
        HeldSockets fallback = new HeldSockets(proc, () -> Reading.denied("test"));
        try (TestSockets sockets = TestSockets.open()) {
            Held found = fallback.find(List.of(identity(ME)));
            assertThat(found.missing()).isNull();
            for (Protocol protocol : Protocol.values()) {
                assertThat(ports(found, protocol))
                        .as(protocol.name())
                        .isEqualTo(ports(find(ME), protocol));
            }
            assertThat(ports(found, Protocol.UDP)).contains(sockets.udp4.socket().getLocalPort());
        }
    }

    @Test
    void aProcessWithoutSocketsCostsNoLookAtTheTables() throws IOException {
        Process sleeper = children.start("sleep", "600");
        Children.awaitAsleep(sleeper.pid(), "sleep");
        HeldSockets never =
                new HeldSockets(
                        proc,
                        () -> {
                            throw new AssertionError("opened");
                        });
        Held found = never.find(List.of(identity(sleeper.pid())));
        assertThat(found).isEqualTo(new Held(List.of(), null));
    }

    @Test
    void aProcessThatOnlyListensCostsALookAtTheListenersAlone() throws IOException {
        Process holder = children.start(Children.java(directory, Holder.class));
        List<String> ports = ports(holder);
        List<Detail> asked = new ArrayList<>();
        Held found =
                new HeldSockets(proc, () -> DiagTable.open().map(table -> new Noted(table, asked)))
                        .find(List.of(identity(holder.pid())));
        assertThat(asked).containsOnly(Detail.LISTENERS).hasSize(2);
        assertThat(found.rows().stream().map(row -> "" + row.localPort()))
                .containsExactlyInAnyOrderElementsOf(ports);
    }

    @Test
    void anotherNetworkNamespaceIsLookedIntoAsWell() throws IOException {
        Assumptions.assumeTrue(SystemCalls.effectiveUserId() == 0, "needs root for a namespace");
        try (TestSockets sockets = TestSockets.open()) {
            List<String> command = new ArrayList<>();
            // With a connection of this namespace besides those of its own.
            command.addAll(
                    List.of(
                            "bash",
                            "-c",
                            "exec 9<>/dev/tcp/127.0.0.1/%d; exec unshare --net \"$@\""
                                    .formatted(sockets.dualStack.getLocalPort()),
                            "bash"));
            command.addAll(Children.java(directory, Holder.class));
            Process holder = children.start(command);
            List<String> ports = ports(holder);
            Held found = find(holder.pid());
            assertThat(found.missing()).isNull();
            assertThat(
                            found.rows().stream()
                                    .filter(row -> row.state() != SocketState.ESTABLISHED)
                                    .map(row -> "" + row.localPort()))
                    .containsExactlyInAnyOrderElementsOf(ports);
            assertThat(found.rows())
                    .filteredOn(row -> row.state() == SocketState.ESTABLISHED)
                    .singleElement()
                    .satisfies(row ->
                            assertThat(row.remotePort())
                                    .isEqualTo(sockets.dualStack.getLocalPort()));
        }
    }

    /// A proc file system that shows this process but no tables.
    @Test
    void aHostWithoutTablesSaysSo() throws IOException {
        Files.createSymbolicLink(directory.resolve("" + ME), Path.of("/proc/" + ME));
        try (TestSockets sockets = TestSockets.open();
                ProcFs bare = ProcFs.at(directory)) {
            Held found =
                    new HeldSockets(bare, () -> Reading.denied("test")).find(List.of(identity(ME)));
            assertThat(sockets.ports).isNotEmpty();
            assertThat(found.rows()).isEmpty();
            assertThat(found.missing()).isInstanceOf(Reading.Unsupported.class);
        }
    }

    @Test
    void aProcessThatIsAnotherByNowHasNone() {
        ProcessIdentity before = new ProcessIdentity((int) ME, identity(ME).startTicks() - 1);
        assertThat(held.find(List.of(before))).isEqualTo(new Held(List.of(), null));
    }

    private static List<String> ports(Process holder) throws IOException {
        return List.of(holder.inputReader().readLine().split(" "));
    }

    /// A table that notes what it was asked for.
    private record Noted(SocketTable table, List<Detail> asked) implements SocketTable {
        @Override
        public Reading<Integer> read(
                Protocol protocol, Detail detail, Consumer<SocketFields> visitor) {
            asked.add(detail);
            return table.read(protocol, detail, visitor);
        }

        @Override
        public void close() {
            table.close();
        }
    }
}

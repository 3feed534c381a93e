package dev.procdeck.host.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.libc.SystemCalls;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.sockets.FdOwners;
import dev.procdeck.host.sockets.SocketReader;
import dev.procdeck.host.sockets.SocketRow;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Owners from the kernel's programs against those from /proc/PID/fd, on the same host.
class BpfSocketOwnersTest {

    @BeforeEach
    void needsBpf() {
        Assumptions.assumeTrue(SystemCalls.effectiveUserId() == 0, "needs CAP_BPF");
        Assumptions.assumeTrue(Files.exists(Path.of("/sys/kernel/btf/vmlinux")), "needs BTF");
        Assumptions.assumeTrue(
                BpfSocketOwners.class.getResource("sockets.bpf.o") != null, "built without clang");
    }

    /// The walk as chosen, or the iterator of older kernels.
    private static SocketReader bpf(boolean iterator) throws BpfUnavailableException {
        if (iterator) {
            try (ProcFs proc = ProcFs.at(Path.of("/proc"))) {
                return SocketReader.ofHost(BpfSocketOwners.loadIterator(proc.units()));
            }
        }
        var chooser = new SocketSourceChooser();
        SocketReader reader = chooser.openChecked();
        assertThat(chooser.fallbackReason()).isEmpty();
        assertThat(reader.ownersName()).isEqualTo("bpf");
        return reader;
    }

    private static Map<Long, List<SocketOwner>> owners(SocketReader reader) {
        return reader.listSockets().asOptional().orElseThrow().stream()
                .filter(row ->
                        row.inode() != 0 && isOurs(row.owners().asOptional().orElse(List.of())))
                .collect(
                        Collectors.toMap(
                                SocketRow::inode,
                                row -> row.owners().asOptional().orElseThrow(),
                                (a, b) -> a,
                                TreeMap::new));
    }

    /// This process or a child of it is among the holders.
    private static boolean isOurs(List<SocketOwner> holders) {
        long me = ProcessHandle.current().pid();
        return holders.stream()
                .map(holder -> ProcessHandle.of(holder.pid()))
                .flatMap(Optional::stream)
                .anyMatch(p -> p.pid() == me || p.parent().filter(x -> x.pid() == me).isPresent());
    }

    /// Identity, program and descriptor of every holder, also of a socket that three processes
    /// share.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void agreesWithTheWalkOverDescriptors(boolean iterator) throws Exception {
        var open = new ArrayList<AutoCloseable>();
        try (SocketReader tested = bpf(iterator);
                SocketReader reference =
                        SocketReader.ofHost(
                                new FdOwners(ProcFs.at(Path.of("/proc")), System::nanoTime));
                var server = new ServerSocket(0)) {
            for (int i = 0; i < 200; i++) {
                open.add(new Socket(server.getInetAddress(), server.getLocalPort()));
                open.add(server.accept());
            }
            Process sharer = share(server.getLocalPort());
            open.add(() -> end(sharer));
            open.add(server.accept());
            assertThat(owners(tested).values()).anyMatch(holders -> holders.size() == 3);
            for (int attempt = 0; ; attempt++) {
                var expected = owners(reference);
                var ours = owners(tested);
                if (ours.equals(expected)) {
                    assertThat(ours).hasSizeGreaterThan(400);
                    break;
                }
                assertThat(attempt).as("%s instead of %s", ours, expected).isLessThan(10);
            }
        } finally {
            for (AutoCloseable one : open) {
                one.close();
            }
        }
    }

    private static Process share(int port) throws IOException, InterruptedException {
        String script = "exec 3<>/dev/tcp/127.0.0.1/" + port + "; sleep 300 & sleep 300 & wait";
        Process process = new ProcessBuilder("bash", "-c", script).start();
        for (int i = 0; i < 500 && process.descendants().count() < 2; i++) {
            Thread.sleep(10);
        }
        return process;
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void seesASocketThatTookAnotherFilesPlaceAtOnce(boolean iterator) throws Exception {
        try (SocketReader tested = bpf(iterator)) {
            var file = Files.newInputStream(Path.of("/dev/null"));
            tested.listSockets();
            file.close();
            try (var socket = new ServerSocket(0)) {
                assertThat(tested.listListeners().asOptional().orElseThrow())
                        .filteredOn(row -> row.localPort() == socket.getLocalPort())
                        .singleElement()
                        .satisfies(row ->
                                assertThat(row.owners().asOptional().orElseThrow())
                                        .extracting(SocketOwner::pid)
                                        .containsExactly((int) ProcessHandle.current().pid()));
            }
        }
    }

    @Test
    void decodesNamesOfEveryLength() {
        byte[] record = new byte[OwnerRecord.BYTES * 2];
        int at = OwnerRecord.BYTES;
        assertThat(OwnerRecord.commLength(record, at)).isZero();
        for (int i = 0; i < OwnerRecord.COMM_BYTES; i++) {
            record[at + OwnerRecord.COMM + i] = 'x';
            assertThat(OwnerRecord.commLength(record, at)).isEqualTo(i + 1);
        }
    }
}

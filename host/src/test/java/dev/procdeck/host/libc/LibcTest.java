package dev.procdeck.host.libc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.host.processes.Children;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibcTest {
    private static final int SELF = (int) ProcessHandle.current().pid();

    @TempDir Path directory;

    @Test
    void structuresHaveTheSizesOfTheKernelHeaders() {
        assertThat(FileStatus.STATX.byteSize()).isEqualTo(256);
        assertThat(ProcessCalls.POLLFD.byteSize()).isEqualTo(8);
    }

    @Test
    void constantsAreThoseOfGetconf() throws IOException {
        assertThat(SystemCalls.clockTicksPerSecond())
                .isEqualTo(Long.parseLong(Children.output("getconf", "CLK_TCK").getFirst()));
        assertThat(SystemCalls.pageBytes())
                .isEqualTo(Long.parseLong(Children.output("getconf", "PAGESIZE").getFirst()));
        assertThat(SystemCalls.openFileLimit()).isGreaterThan(100);
    }

    @Test
    void errnoIsCapturedPerCall() {
        assertThat(FileCalls.open(FileCalls.AT_FDCWD, "/absent/file", FileCalls.O_RDONLY))
                .isEqualTo(-Errno.ENOENT);
        assertThat(FileCalls.open(FileCalls.AT_FDCWD, "/etc/passwd/x", FileCalls.O_RDONLY))
                .isEqualTo(-Errno.ENOTDIR);
        assertThat(FileCalls.close(-1)).isEqualTo(-Errno.EBADF);
        assertThat(ProcessCalls.openPidfd(-5)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void eachErrnoHasOneMeaning() {
        Map<Integer, Errno.Kind> kinds =
                Map.of(
                        Errno.ENOENT, Errno.Kind.GONE,
                        Errno.ESRCH, Errno.Kind.GONE,
                        Errno.EACCES, Errno.Kind.DENIED,
                        Errno.EPERM, Errno.Kind.DENIED,
                        Errno.ENOSYS, Errno.Kind.UNSUPPORTED,
                        Errno.EIO, Errno.Kind.FAILURE,
                        Errno.EMFILE, Errno.Kind.FAILURE);
        kinds.forEach((errno, kind) -> assertThat(Errno.kindOf(errno)).isEqualTo(kind));
    }

    @Test
    void readsFilesOfAnySizeUpToTheCap() throws IOException {
        byte[] content = new byte[300_000];
        new java.util.Random(5).nextBytes(content);
        Files.write(directory.resolve("big"), content);
        try (FileTree tree = FileTree.at(directory)) {
            assertThat(tree.read("big", 1_000_000))
                    .satisfies(r -> assertThat(bytes(r)).isEqualTo(content));
            assertThat(bytes(tree.read("big", 100_000)).length).isEqualTo(100_000);
            assertThat(tree.read("absent", 10)).isEqualTo(Reading.unsupported("absent: ENOENT"));
            byte[] exact = new byte[content.length];
            assertThat(FileCalls.readFile(tree.fd(), "big", exact)).isEqualTo(content.length);
            assertThat(exact).isEqualTo(content);
        }
    }

    @Test
    void listsEveryNameOnceHoweverMany() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            names.add((i % 2 == 0 ? "" : "file-with-a-rather-long-name-") + i);
            Files.createFile(directory.resolve(names.getLast()));
        }
        names.sort(Comparator.naturalOrder());
        try (FileTree tree = FileTree.at(directory)) {
            assertThat(tree.list(".").asOptional().orElseThrow()).isEqualTo(names);
            assertThat(tree.listNumbers(".").asOptional().orElseThrow()).hasSize(1500).isSorted();
        }
    }

    @Test
    void refusesPathsWithNul() {
        assertThatThrownBy(() -> FileCalls.open(FileCalls.AT_FDCWD, "a\0b", 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FileCalls.open(FileCalls.AT_FDCWD, "x".repeat(5000), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void statusTellsOwnerAndInode() throws IOException {
        FileStatus status = new FileStatus();
        assertThat(status.read(FileCalls.AT_FDCWD, directory.toString())).isZero();
        assertThat(status.inode).isEqualTo(Files.getAttribute(directory, "unix:ino"));
        assertThat(status.uid).isEqualTo(Files.getAttribute(directory, "unix:uid"));
    }

    @Test
    void affinityComesBackAsItWasSet() {
        BitSet before = new BitSet();
        assertThat(ProcessCalls.readAffinity(SELF, before)).isZero();
        assertThat(before.cardinality()).isPositive();
        assertThat(ProcessCalls.setAffinity(SELF, before)).isZero();
        BitSet after = new BitSet();
        ProcessCalls.readAffinity(SELF, after);
        assertThat(after).isEqualTo(before);
    }

    @Test
    void peerOfAChannelIsThisProcessAndTheMarkIsTakenAway() throws IOException {
        Path path = directory.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path));
                    SocketChannel accepted = server.accept()) {
                PeerCredentials peer = PeerCredentials.of(accepted);
                assertThat(peer.pid()).isEqualTo(SELF);
                assertThat(peer.uid()).isEqualTo(SystemCalls.effectiveUserId());
                assertThat(PeerCredentials.of(accepted)).isEqualTo(peer);
                assertThat(client.isOpen()).isTrue();
                assertThat(accepted.getOption(java.net.StandardSocketOptions.SO_LINGER))
                        .isNegative();
            }
        }
    }

    @Test
    void peerOfAnotherProcessIsThatProcess() throws Exception {
        Path path = directory.resolve("socket");
        try (Children children = new Children();
                ServerSocketChannel server =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            Process child =
                    children.start(
                            "python3",
                            "-c",
                            "import socket,sys,os\ns=socket.socket(socket.AF_UNIX)\ns.connect(sys.argv[1])\n"
                                    + "print(os.getpid(),flush=True)\nsys.stdin.read()",
                            path.toString());
            try (SocketChannel accepted = server.accept()) {
                int pid = Integer.parseInt(child.inputReader().readLine());
                assertThat(PeerCredentials.of(accepted).pid()).isEqualTo(pid);
            }
        }
    }

    private static byte[] bytes(Reading<byte[]> reading) {
        return reading.asOptional().orElseThrow();
    }
}

package dev.procdeck.host.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.procdeck.host.bpf.Libbpf.LoadException;
import dev.procdeck.host.libc.Errno;
import dev.procdeck.host.libc.FileCalls;
import dev.procdeck.host.libc.FileStatus;
import dev.procdeck.host.libc.LibcException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// One loaded kernel program that lists something, such as tasks. Belongs to one thread.
final class IteratorProgram implements AutoCloseable {
    /// Inode of the initial PID namespace, PROC_PID_INIT_INO of linux/proc_ns.h.
    private static final long INITIAL_PID_NAMESPACE = 0xEFFFFFFCL;

    private static final int CONFIG_BYTES = 8;

    private final Libbpf libbpf;
    private final MemorySegment object;
    private final MemorySegment link;
    private final byte[] buffer = new byte[64 * 1024];

    private IteratorProgram(Libbpf libbpf, MemorySegment object, MemorySegment link) {
        this.libbpf = libbpf;
        this.object = object;
        this.link = link;
    }

    /// Loads `resource` (beside this class, compiled at build time) and attaches the program of
    /// this name.
    static IteratorProgram load(String resource, String name) throws BpfUnavailableException {
        byte[] bytes = read(resource);
        Libbpf libbpf = Libbpf.open();
        MemorySegment object = null;
        try (Arena arena = Arena.ofConfined()) {
            object = libbpf.openObject(arena.allocateFrom(JAVA_BYTE, bytes));
            writeConfig(libbpf.constants(object));
            libbpf.loadObject(object);
            return new IteratorProgram(libbpf, object, libbpf.attachIterator(object, name));
        } catch (LoadException e) {
            if (object != null) {
                libbpf.closeObject(object);
            }
            throw new BpfUnavailableException(reasonOf(e));
        }
    }

    static byte[] read(String resource) throws BpfUnavailableException {
        try (InputStream stream = IteratorProgram.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new BpfUnavailableException(
                        "this build has no kernel programs (clang was missing when it was made)");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The `config` of the C programs: which PID namespace the reader is in.
    static void writeConfig(MemorySegment constants) throws BpfUnavailableException {
        FileStatus namespace = new FileStatus();
        int result = namespace.read(FileCalls.AT_FDCWD, "/proc/self/ns/pid");
        if (result < 0 || constants.byteSize() != CONFIG_BYTES) {
            throw new BpfUnavailableException(
                    "the PID namespace is unknown: " + Errno.nameOf(-result));
        }
        constants.set(JAVA_INT, 0, (int) namespace.inode);
        constants.set(JAVA_INT, 4, namespace.inode == INITIAL_PID_NAMESPACE ? 1 : 0);
    }

    /// Whether pids need no translation.
    static boolean isInInitialNamespace() {
        FileStatus namespace = new FileStatus();
        return namespace.read(FileCalls.AT_FDCWD, "/proc/self/ns/pid") == 0
                && namespace.inode == INITIAL_PID_NAMESPACE;
    }

    static String reasonOf(LoadException e) {
        String errno = Errno.nameOf(-e.result);
        return switch (-e.result) {
            case Errno.EPERM, Errno.EACCES ->
                    "no right to load kernel programs (needs CAP_BPF and CAP_PERFMON)";
            case Errno.ENOENT, Errno.ESRCH -> "the kernel has no type information (BTF)";
            case Errno.ENOSYS -> "the kernel has no BPF";
            default ->
                    "the kernel did not take the program (" + e.getMessage() + ": " + errno + ")";
        };
    }

    /// Takes the records of one pass; `bytes` is reused. A read always ends at the end of a record.
    @FunctionalInterface
    interface Sink {
        void take(byte[] bytes, int length);
    }

    /// Runs the program over everything once. Reads until nothing comes: the first read may hold
    /// one record only.
    void run(Sink sink) {
        int fd = libbpf.createIterator(link);
        if (fd < 0) {
            throw new LibcException("bpf_iter_create", fd);
        }
        try {
            while (true) {
                int got = FileCalls.read(fd, buffer, 0);
                if (got == 0) {
                    return;
                }
                // EAGAIN: the pass took longer than the kernel likes and goes on.
                if (got < 0 && got != -Errno.EINTR && got != -Errno.EAGAIN) {
                    throw new LibcException("read the iterator", got);
                }
                if (got > 0) {
                    sink.take(buffer, got);
                }
            }
        } finally {
            FileCalls.close(fd);
        }
    }

    @Override
    public void close() {
        libbpf.destroyLink(link);
        libbpf.closeObject(object);
    }
}

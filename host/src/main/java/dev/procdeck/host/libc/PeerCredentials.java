package dev.procdeck.host.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;

/// Who is at the other end of a Unix socket, as the kernel noted it at connect: SO_PEERCRED of
/// unix(7).
///
/// @param pid the peer's process, in this process's PID namespace
/// @param uid its effective user id
/// @param gid its effective group id
public record PeerCredentials(int pid, int uid, int gid) {
    private static final int SOL_SOCKET = 1;
    private static final int SO_LINGER = 13;
    private static final int SO_PEERCRED = 17;
    private static final int UCRED_BYTES = 12;
    private static final int LINGER_BYTES = 8;
    private static final int MAX_LINGER_SECONDS = 65_535;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final MethodHandle GETSOCKOPT =
            Native.bind(
                    "getsockopt",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

    /// Of an open Unix socket by descriptor.
    public static PeerCredentials of(int fd) throws IOException {
        Native n = Native.ofThread();
        int result = option(n, fd, SO_PEERCRED, UCRED_BYTES);
        if (result < 0) {
            throw new IOException("SO_PEERCRED: " + Errno.nameOf(-result));
        }
        return new PeerCredentials(
                n.scratch.get(JAVA_INT, 0), n.scratch.get(JAVA_INT, 4), n.scratch.get(JAVA_INT, 8));
    }

    /// Of a connected Unix socket channel that nobody else uses yet.
    ///
    /// The JDK hides the descriptor and its own option gives names only, so the channel is marked
    /// with a linger time of its own, which a Unix socket ignores, and found by it among this
    /// process's descriptors. Anything but exactly one match is an error: a connection of unknown
    /// origin is not accepted.
    public static PeerCredentials of(SocketChannel channel) throws IOException {
        int mark = 1 + RANDOM.nextInt(MAX_LINGER_SECONDS);
        channel.setOption(StandardSocketOptions.SO_LINGER, mark);
        try {
            return of(findByLinger(mark));
        } finally {
            channel.setOption(StandardSocketOptions.SO_LINGER, -1);
        }
    }

    private static int findByLinger(int mark) throws IOException {
        int directory = FileCalls.open(FileCalls.AT_FDCWD, "/proc/self/fd", FileCalls.O_DIRECTORY);
        if (directory < 0) {
            throw new IOException("/proc/self/fd: " + Errno.nameOf(-directory));
        }
        DirectoryEntries entries = new DirectoryEntries();
        int count = entries.readNumbers(directory);
        FileCalls.close(directory);
        Native n = Native.ofThread();
        int found = -1;
        for (int i = 0; i < count; i++) {
            int fd = entries.number(i);
            if (option(n, fd, SO_LINGER, LINGER_BYTES) >= 0
                    && n.scratch.get(JAVA_INT, 0) != 0
                    && n.scratch.get(JAVA_INT, 4) == mark) {
                if (found >= 0) {
                    throw new IOException("two sockets carry the same mark");
                }
                found = fd;
            }
        }
        if (found < 0) {
            throw new IOException("the socket was not found among the open descriptors");
        }
        return found;
    }

    /// getsockopt(2) of SOL_SOCKET into the start of the thread's scratch memory.
    private static int option(Native n, int fd, int name, int bytes) {
        long lengthAt = 64;
        n.scratch.set(JAVA_INT, lengthAt, bytes);
        try {
            return n.result(
                    (int)
                            GETSOCKOPT.invokeExact(
                                    n.state,
                                    fd,
                                    SOL_SOCKET,
                                    name,
                                    n.scratch,
                                    n.scratch.asSlice(lengthAt)));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }
}

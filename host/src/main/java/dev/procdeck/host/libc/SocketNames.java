package dev.procdeck.host.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What sockets of other processes are, told by sockfs without opening them. Thread-safe.
public final class SocketNames {
    private static final MethodHandle GETXATTR =
            Native.bind(
                    "getxattr",
                    FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
    private static final MemorySegment PROTOCOL =
            Arena.global().allocateFrom("system.sockprotoname");
    private static final long MAX_BYTES = 64;

    private SocketNames() {}

    /// The kernel's name of a socket's protocol: `TCP`, `TCPv6`, `UDP`, `UNIX-STREAM`, `NETLINK`
    /// and so on. Null when it does not tell, or the descriptor is closed by now.
    ///
    /// @param directory an open /proc/PID/fd; the process that it was opened for counts, whoever
    ///   has its number now
    /// @param fd a socket among its entries
    public static @Nullable String protocolOf(int directory, int fd) {
        Native n = Native.ofThread();
        MemorySegment path = n.path("/proc/self/fd/" + directory + "/" + fd);
        long got;
        try {
            got =
                    n.result(
                            (long)
                                    GETXATTR.invokeExact(
                                            n.state, path, PROTOCOL, n.scratch, MAX_BYTES));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
        int length = 0;
        while (length < got && n.scratch.get(JAVA_BYTE, length) != 0) {
            length++;
        }
        byte[] name = n.scratch.asSlice(0, length).toArray(JAVA_BYTE);
        return length == 0 ? null : new String(name, StandardCharsets.US_ASCII);
    }
}

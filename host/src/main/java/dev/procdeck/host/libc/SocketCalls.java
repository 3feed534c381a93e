package dev.procdeck.host.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Sockets of families that the JDK does not have, by descriptor. Every call answers its result or
/// the negated errno. Thread-safe.
public final class SocketCalls {
    public static final int AF_NETLINK = 16;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_DGRAM = 2;

    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int SOCKADDR_NL_BYTES = 12;

    private static final MethodHandle SOCKET =
            Native.bind("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SEND =
            Native.bind(
                    "send",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle RECV =
            Native.bind(
                    "recv",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle BIND =
            Native.bind("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SETSOCKOPT =
            Native.bind(
                    "setsockopt",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

    private SocketCalls() {}

    /// socket(2), close-on-exec; closed with [FileCalls#close].
    public static int open(int family, int type, int protocol) {
        Native n = Native.ofThread();
        try {
            return n.result(
                    (int) SOCKET.invokeExact(n.state, family, type | SOCK_CLOEXEC, protocol));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    public static long send(int fd, MemorySegment message, long bytes) {
        Native n = Native.ofThread();
        try {
            return n.result((long) SEND.invokeExact(n.state, fd, message, bytes, 0));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    /// Joins the netlink(7) groups of this mask; the kernel chooses the port.
    public static int bindNetlink(int fd, int groups) {
        Native n = Native.ofThread();
        n.scratch.set(JAVA_SHORT, 0, (short) AF_NETLINK);
        n.scratch.set(JAVA_SHORT, 2, (short) 0);
        n.scratch.set(JAVA_INT, 4, 0);
        n.scratch.set(JAVA_INT, 8, groups);
        try {
            return n.result((int) BIND.invokeExact(n.state, fd, n.scratch, SOCKADDR_NL_BYTES));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    public static long receive(int fd, MemorySegment into) {
        return receive(fd, into, 0);
    }

    /// The same, but answers -EAGAIN where nothing waits.
    public static long receiveNow(int fd, MemorySegment into) {
        return receive(fd, into, MSG_DONTWAIT);
    }

    private static long receive(int fd, MemorySegment into, int flags) {
        Native n = Native.ofThread();
        try {
            return n.result((long) RECV.invokeExact(n.state, fd, into, into.byteSize(), flags));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    /// How many bytes may wait to be received.
    public static int setReceiveBuffer(int fd, int bytes) {
        Native n = Native.ofThread();
        n.scratch.set(JAVA_INT, 0, bytes);
        return setOption(n, fd, SO_RCVBUF, 4);
    }

    /// The same beyond the limit of ordinary users; needs CAP_NET_ADMIN.
    public static int forceReceiveBuffer(int fd, int bytes) {
        Native n = Native.ofThread();
        n.scratch.set(JAVA_INT, 0, bytes);
        return setOption(n, fd, SO_RCVBUFFORCE, 4);
    }

    /// How long [#receive] waits before it answers -EAGAIN.
    public static int setReceiveTimeout(int fd, long seconds) {
        Native n = Native.ofThread();
        n.scratch.set(JAVA_LONG, 0, seconds);
        n.scratch.set(JAVA_LONG, 8, 0);
        return setOption(n, fd, SO_RCVTIMEO, 16);
    }

    private static int setOption(Native n, int fd, int option, int bytes) {
        try {
            return n.result(
                    (int)
                            SETSOCKOPT.invokeExact(
                                    n.state, fd, SOL_SOCKET, option, n.scratch, bytes));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }
}

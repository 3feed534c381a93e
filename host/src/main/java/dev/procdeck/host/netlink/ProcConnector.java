package dev.procdeck.host.netlink;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.procdeck.host.libc.Errno;
import dev.procdeck.host.libc.FileCalls;
import dev.procdeck.host.libc.LibcException;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.libc.SocketCalls;
import dev.procdeck.host.netlink.ProcEvent.MalformedMessageException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/// The process connector (CONFIG_PROC_EVENTS): the kernel tells of forks, execs and exits by
/// netlink multicast. For one thread.
///
/// The kernel answers only readers in the initial user and PID namespaces, and loses messages when
/// a reader does not keep up.
public final class ProcConnector implements AutoCloseable {
    private static final int NETLINK_CONNECTOR = 11;
    private static final int CN_IDX_PROC = 1;
    private static final int CN_VAL_PROC = 1;
    private static final int PROC_CN_MCAST_LISTEN = 1;
    private static final int NLMSG_DONE = 3;
    private static final int REQUEST_BYTES = NetlinkSocket.HEADER_BYTES + 20 + 4;
    private static final int MESSAGE_BYTES = 1024;
    private static final int WAITING_BYTES = 4 << 20;
    private static final int ANSWER_SECONDS = 1;

    private final int fd;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment in = arena.allocate(MESSAGE_BYTES, 8);
    private final byte[] bytes = new byte[MESSAGE_BYTES];

    private ProcConnector(int fd) {
        this.fd = fd;
    }

    /// Listens from now on, or says why that cannot be.
    public static Reading<ProcConnector> open() {
        int fd =
                SocketCalls.open(SocketCalls.AF_NETLINK, SocketCalls.SOCK_DGRAM, NETLINK_CONNECTOR);
        if (fd < 0) {
            return refused("socket(NETLINK_CONNECTOR)", -fd);
        }
        ProcConnector connector = new ProcConnector(fd);
        int bound = SocketCalls.bindNetlink(fd, CN_IDX_PROC);
        if (bound < 0) {
            connector.close();
            return refused("the process connector", -bound);
        }
        if (SocketCalls.forceReceiveBuffer(fd, WAITING_BYTES) < 0) {
            SocketCalls.setReceiveBuffer(fd, WAITING_BYTES);
        }
        SocketCalls.setReceiveTimeout(fd, ANSWER_SECONDS);
        int errno = connector.listen();
        if (errno != 0) {
            connector.close();
            return errno == Errno.EAGAIN
                    ? Reading.unsupported("the process connector does not answer in this namespace")
                    : refused("the process connector", errno);
        }
        return Reading.of(connector);
    }

    private int listen() {
        ByteBuffer request = in.asByteBuffer().limit(REQUEST_BYTES).order(ByteOrder.nativeOrder());
        request.putInt(REQUEST_BYTES).putShort((short) NLMSG_DONE).putShort((short) 0);
        request.putInt(0).putInt(0);
        request.putInt(CN_IDX_PROC).putInt(CN_VAL_PROC).putInt(0).putInt(0);
        request.putShort((short) Integer.BYTES).putShort((short) 0);
        request.putInt(PROC_CN_MCAST_LISTEN);
        long sent = SocketCalls.send(fd, in, REQUEST_BYTES);
        if (sent < 0) {
            return (int) -sent;
        }
        // Another listener's events may come before the answer.
        for (int i = 0; i < 1000; i++) {
            long got = SocketCalls.receive(fd, in);
            if (got < 0 && got != -Errno.EINTR && got != -Errno.ENOBUFS) {
                return (int) -got;
            }
            if (got > 0 && decode(got).detail() instanceof ProcEvent.Detail.Accepted(int errno)) {
                return errno;
            }
        }
        return Errno.EAGAIN;
    }

    public int fd() {
        return fd;
    }

    /// Hands over what waits. Where the kernel found no room the numbers have a gap.
    public void read(Consumer<ProcEvent> sink) {
        while (true) {
            long got = SocketCalls.receiveNow(fd, in);
            if (got == -Errno.EAGAIN) {
                return;
            }
            if (got > 0) {
                sink.accept(decode(got));
            } else if (got != -Errno.EINTR && got != -Errno.ENOBUFS) {
                throw new LibcException("the process connector", (int) got);
            }
        }
    }

    private ProcEvent decode(long length) {
        int taken = (int) Math.min(length, bytes.length);
        MemorySegment.copy(in, JAVA_BYTE, 0, bytes, 0, taken);
        try {
            return ProcEvent.decode(bytes, taken);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("the process connector", e);
        }
    }

    private static <T> Reading<T> refused(String what, int errno) {
        String message = what + ": " + Errno.nameOf(errno);
        return Errno.kindOf(errno) == Errno.Kind.DENIED
                ? Reading.denied(message)
                : Reading.unsupported(message);
    }

    @Override
    public void close() {
        FileCalls.close(fd);
        arena.close();
    }
}

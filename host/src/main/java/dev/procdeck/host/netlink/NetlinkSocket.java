package dev.procdeck.host.netlink;

import dev.procdeck.host.libc.Errno;
import dev.procdeck.host.libc.FileCalls;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.libc.SocketCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// One netlink(7) socket that asks for dumps. For one thread; the owner closes it.
public final class NetlinkSocket implements AutoCloseable {

    static final int HEADER_BYTES = 16;
    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;
    private static final short REQUEST_DUMP = 0x301;

    /// The kernel fills at most 32 KiB of a dump at once.
    private static final int BUFFER_BYTES = 64 * 1024;

    private static final int WAITING_BYTES = 1024 * 1024;
    private static final long TIMEOUT_SECONDS = 2;

    private final int fd;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment out = arena.allocate(1024, 8);
    private final MemorySegment in = arena.allocate(BUFFER_BYTES, 8);
    private final ByteBuffer inView = in.asByteBuffer().order(ByteOrder.nativeOrder());
    private int sequence;

    private NetlinkSocket(int fd) {
        this.fd = fd;
    }

    /// Opens a socket of one netlink family, as NETLINK_SOCK_DIAG.
    public static Reading<NetlinkSocket> open(int family) {
        int fd = SocketCalls.open(SocketCalls.AF_NETLINK, SocketCalls.SOCK_RAW, family);
        if (fd < 0) {
            return refused("socket(AF_NETLINK)", -fd);
        }
        // Both only soften what already works without them.
        SocketCalls.setReceiveBuffer(fd, WAITING_BYTES);
        SocketCalls.setReceiveTimeout(fd, TIMEOUT_SECONDS);
        return Reading.of(new NetlinkSocket(fd));
    }

    /// Asks for a dump and hands over the payload of each answer; the buffer counts only during the
    /// call.
    ///
    /// @param type of the request and of the answers
    /// @param payload what follows the header, position to limit
    /// @return the number of answers
    Reading<Integer> dump(int type, ByteBuffer payload, NetlinkMessages.Sink sink) {
        int seq = ++sequence;
        int bytes = HEADER_BYTES + payload.remaining();
        ByteBuffer request = out.asByteBuffer().order(ByteOrder.nativeOrder());
        request.putInt(bytes).putShort((short) type).putShort(REQUEST_DUMP).putInt(seq).putInt(0);
        request.put(payload.duplicate());
        long sent = SocketCalls.send(fd, out, bytes);
        if (sent < 0) {
            return refused("netlink send", (int) -sent);
        }
        var messages = new NetlinkMessages(type, seq, sink);
        while (true) {
            long got = SocketCalls.receive(fd, in);
            if (got == -Errno.EINTR) {
                continue;
            }
            if (got < 0) {
                return refused("netlink receive", (int) -got);
            }
            messages.accept(inView.clear().limit((int) got));
            if (messages.isDone()) {
                int errno = messages.errno();
                return errno == 0 ? Reading.of(messages.count()) : refused("netlink dump", errno);
            }
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

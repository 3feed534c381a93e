package dev.procdeck.host.netlink;

import dev.procdeck.host.libc.Reading;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/// TCP and UDP sockets by sock_diag(7), linux/inet_diag.h. For one thread; the owner closes it.
public final class InetDiag implements AutoCloseable {
    public static final int AF_INET = 2;
    public static final int AF_INET6 = 10;
    public static final int IPPROTO_TCP = 6;
    public static final int IPPROTO_UDP = 17;

    /// Every state that `ss -a` asks for; 1 << TCP_LISTEN asks for listeners alone.
    public static final int ALL_STATES = 0xfff;

    public static final int LISTENERS = 1 << 10;

    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int SOCK_DIAG_BY_FAMILY = 20;

    /// struct inet_diag_req_v2: family, protocol, extensions, padding, states, then a 48-byte
    /// socket id.
    static final int REQUEST_BYTES = 56;

    private static final byte EXTENSION_INFO = 1 << (InetDiagMessage.INET_DIAG_INFO - 1);

    private final NetlinkSocket socket;
    private final ByteBuffer request =
            ByteBuffer.allocate(REQUEST_BYTES).order(ByteOrder.nativeOrder());
    private final InetDiagMessage message = new InetDiagMessage();

    private InetDiag(NetlinkSocket socket) {
        this.socket = socket;
    }

    public static Reading<InetDiag> open() {
        return NetlinkSocket.open(NETLINK_SOCK_DIAG).map(InetDiag::new);
    }

    /// Hands every socket to the visitor; the message is refilled for the next as soon as it
    /// returns.
    ///
    /// @param states bits `1 << TCP_state`; the kernel filters, so asking for less costs less
    /// @param withTcpInfo asks for round trip and retransmits too, some 280 bytes more for each
    ///   socket
    public Reading<Integer> dump(
            int family,
            int protocol,
            int states,
            boolean withTcpInfo,
            Consumer<InetDiagMessage> visitor) {
        request.clear();
        request.put(0, (byte) family);
        request.put(1, (byte) protocol);
        request.put(2, withTcpInfo ? EXTENSION_INFO : 0);
        request.putInt(4, states);
        return socket.dump(
                SOCK_DIAG_BY_FAMILY,
                request,
                (datagram, from, end) -> {
                    if (message.parse(datagram, from, end)) {
                        visitor.accept(message);
                    }
                });
    }

    @Override
    public void close() {
        socket.close();
    }
}

package dev.procdeck.host.sockets;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.netlink.InetDiag;
import dev.procdeck.host.netlink.InetDiagMessage;
import dev.procdeck.host.sockets.SocketRow.Protocol;
import java.util.function.Consumer;

/// Sockets by sock_diag: cheaper than /proc/net, and it knows cookies, backlogs and control groups.
final class DiagTable implements SocketTable {
    private static final int TCP_CLOSE = 1 << 7;

    private final InetDiag diag;
    private final SocketFields fields = new SocketFields();

    private DiagTable(InetDiag diag) {
        this.diag = diag;
    }

    static Reading<SocketTable> open() {
        return InetDiag.open().map(DiagTable::new);
    }

    @Override
    public Reading<Integer> read(Protocol protocol, Detail detail, Consumer<SocketFields> visitor) {
        boolean listenersOnly = detail == Detail.LISTENERS;
        boolean tcp = protocol == Protocol.TCP || protocol == Protocol.TCP6;
        boolean v4 = protocol == Protocol.TCP || protocol == Protocol.UDP;
        int states = tcp ? InetDiag.LISTENERS : TCP_CLOSE;
        return diag.dump(
                v4 ? InetDiag.AF_INET : InetDiag.AF_INET6,
                tcp ? InetDiag.IPPROTO_TCP : InetDiag.IPPROTO_UDP,
                listenersOnly ? states : InetDiag.ALL_STATES,
                tcp && detail == Detail.ALL_WITH_TCP_FIGURES,
                message -> {
                    fill(protocol, message);
                    visitor.accept(fields);
                });
    }

    private void fill(Protocol protocol, InetDiagMessage message) {
        fields.protocol = protocol;
        fields.state = SocketState.ofKernel(message.state);
        fields.localHigh = message.localHigh;
        fields.localLow = message.localLow;
        fields.localPort = message.localPort;
        fields.remoteHigh = message.remoteHigh;
        fields.remoteLow = message.remoteLow;
        fields.remotePort = message.remotePort;
        fields.receiveQueue = message.receiveQueue;
        fields.sendQueue = message.sendQueue;
        fields.uid = message.uid;
        fields.inode = message.inode;
        fields.cookie = message.cookie;
        fields.interfaceIndex = message.interfaceIndex;
        fields.cgroupId = message.cgroupId;
        // The kernel fills the structure for listeners too, with other meanings.
        fields.hasTcpInfo = message.hasTcpInfo && fields.state != SocketState.LISTEN;
        fields.roundTripMicros = message.roundTripMicros;
        fields.roundTripVarianceMicros = message.roundTripVarianceMicros;
        fields.retransmits = message.retransmits;
    }

    @Override
    public void close() {
        diag.close();
    }
}

package dev.procdeck.host.sockets;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.UserNames;
import dev.procdeck.host.sockets.SocketRow.Protocol;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import dev.procdeck.host.sockets.SocketRow.TcpFigures;
import java.util.List;
import java.util.Optional;

/// What a table of the kernel says about one socket, before owners and names are joined. Refilled
/// for each socket; belongs to one thread.
final class SocketFields {
    Protocol protocol = Protocol.TCP;
    SocketState state = SocketState.CLOSE;
    long localHigh;
    long localLow;
    int localPort;
    long remoteHigh;
    long remoteLow;
    int remotePort;
    long receiveQueue;
    long sendQueue;
    int uid;
    long inode;

    /// 0 where the source has none.
    long cookie;

    int interfaceIndex;

    /// 0 where the source has none.
    long cgroupId;

    boolean hasTcpInfo;
    long roundTripMicros;
    long roundTripVarianceMicros;
    long retransmits;

    /// The row that people see.
    SocketRow row(
            UserNames users,
            InterfaceNames interfaces,
            Reading<List<SocketOwner>> owners,
            Reading<String> unit) {
        return new SocketRow(
                protocol,
                localAddress(),
                localPort,
                remoteAddress(),
                remotePort,
                state,
                receiveQueue,
                sendQueue,
                uid,
                // The kernel forgets the owner with the file: its 0 is not root.
                inode == 0 ? "" : users.nameOf(uid),
                inode,
                cookie,
                interfaces.nameOf(interfaceIndex),
                owners,
                unit,
                hasTcpInfo
                        ? Optional.of(
                                new TcpFigures(
                                        roundTripMicros, roundTripVarianceMicros, retransmits))
                        : Optional.empty());
    }

    private IpAddress localAddress() {
        return address(localHigh, localLow);
    }

    private IpAddress remoteAddress() {
        return address(remoteHigh, remoteLow);
    }

    private IpAddress address(long high, long low) {
        boolean isV6 = protocol == Protocol.TCP6 || protocol == Protocol.UDP6;
        return new IpAddress(isV6, high, low);
    }
}

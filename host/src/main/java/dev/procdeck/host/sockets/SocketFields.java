package dev.procdeck.host.sockets;

import dev.procdeck.host.sockets.SocketRow.Protocol;

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

    IpAddress localAddress() {
        return address(localHigh, localLow);
    }

    IpAddress remoteAddress() {
        return address(remoteHigh, remoteLow);
    }

    private IpAddress address(long high, long low) {
        boolean isV6 = protocol == Protocol.TCP6 || protocol == Protocol.UDP6;
        return new IpAddress(isV6, high, low);
    }
}

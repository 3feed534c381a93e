package dev.procdeck.host.sockets;

import dev.procdeck.host.libc.Reading;
import java.util.List;
import java.util.Optional;

/// One TCP or UDP socket, as one row of `netstat -tunap`. Immutable.
///
/// @param remotePort 0 where there is no peer
/// @param recvQ bytes not yet read; for a listener the connections that wait to be accepted
/// @param sendQ bytes not yet acknowledged; for a listener the backlog's size (0 when read from
///   /proc/net, as `netstat` shows)
/// @param uid owner of the socket's inode
/// @param user the name of `uid`, else the number as text; empty without an inode, since the kernel
///   forgets the owner then
/// @param inode 0 for sockets without a file (TIME_WAIT, SYN_RECV); such rows have no owner
/// @param cookie the kernel's number for the socket, never reused; 0 where the source has none
/// @param interfaceName interface it is bound to, else empty
/// @param owners processes that hold it open, several when shared; denied when none was found and
///   some processes could not be looked into
/// @param unit systemd unit by the socket's cgroup; unsupported where the kernel or the cgroup
///   layout does not tell
/// @param tcp figures of a live TCP connection
public record SocketRow(
        Protocol protocol,
        IpAddress localAddress,
        int localPort,
        IpAddress remoteAddress,
        int remotePort,
        SocketState state,
        long recvQ,
        long sendQ,
        int uid,
        String user,
        long inode,
        long cookie,
        String interfaceName,
        Reading<List<SocketOwner>> owners,
        Reading<String> unit,
        Optional<TcpFigures> tcp) {

    /// The same row with other owners.
    SocketRow withOwners(Reading<List<SocketOwner>> others) {
        return new SocketRow(
                protocol,
                localAddress,
                localPort,
                remoteAddress,
                remotePort,
                state,
                recvQ,
                sendQ,
                uid,
                user,
                inode,
                cookie,
                interfaceName,
                others,
                unit,
                tcp);
    }

    public enum Protocol {
        TCP,
        TCP6,
        UDP,
        UDP6
    }

    /// @param startTicks with the boot id and pid, the identity of the process
    /// @param program comm, at most 15 bytes
    public record SocketOwner(int pid, long startTicks, String program, int descriptor) {}

    /// @param retransmits segments sent again over the connection's life
    public record TcpFigures(
            long roundTripMicros, long roundTripVarianceMicros, long retransmits) {}
}

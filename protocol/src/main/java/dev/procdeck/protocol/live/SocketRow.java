package dev.procdeck.protocol.live;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.Unavailable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One TCP or UDP socket as `netstat -tunap` shows it.
///
/// @param id stable while the socket lives, unique within one agent
/// @param protocol `tcp`, `tcp6`, `udp` or `udp6`
/// @param recvQ bytes not yet read by the program; for a listener connections waiting to be
///   accepted
/// @param sendQ bytes not yet acknowledged; for a listener the backlog's limit
/// @param remotePort null when there is no peer (`*`)
/// @param state as netstat words it, for example `LISTEN`; empty for an unconnected UDP socket
/// @param inode 0 for TIME_WAIT, which has no owner any more
/// @param ownersUnavailable why the owners could not be read; null when they could
/// @param rttMicros smoothed round trip; null where the kernel does not tell
public record SocketRow(
        long id,
        String protocol,
        long recvQ,
        long sendQ,
        String localAddress,
        int localPort,
        String remoteAddress,
        @Nullable Integer remotePort,
        String state,
        int uid,
        String user,
        long inode,
        List<Owner> owners,
        @Nullable Unavailable ownersUnavailable,
        @Nullable String unit,
        @Nullable Long rttMicros,
        @Nullable Long retransmits) {
    public SocketRow {
        owners = List.copyOf(owners);
    }

    /// A process that holds the socket open.
    public record Owner(ProcessKey key, String program) {}
}

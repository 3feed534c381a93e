package dev.procdeck.server.sockets;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.live.SocketRow;
import dev.procdeck.server.json.ReadingView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /sockets`, for its description; the bytes are written by hand.
///
/// @param total how many match, before paging
/// @param time when the table was read
public record SocketList(long total, Instant time, List<SocketItem> items) {
    /// One socket.
    ///
    /// @param id stable while the socket lives
    /// @param protocol `tcp`, `tcp6`, `udp` or `udp6`
    /// @param remotePort null when there is no peer (`*`)
    /// @param state as netstat words it; empty for an unconnected UDP socket
    /// @param ownersUnavailable why the owners could not be read
    public record SocketItem(
            long id,
            String protocol,
            long recvQ,
            long sendQ,
            String localAddress,
            int localPort,
            String remoteAddress,
            @Nullable Integer remotePort,
            String state,
            String user,
            int uid,
            long inode,
            List<Owner> owners,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String ownersUnavailable,
            @Nullable String unit,
            @Nullable Long rttMicros,
            @Nullable Long retransmits) {
        /// Null where nothing could be looked at.
        public static @Nullable List<SocketItem> listOf(Answer.HeldSockets held) {
            return held.missing() != null && held.sockets().isEmpty()
                    ? null
                    : held.sockets().stream().map(SocketItem::of).toList();
        }

        /// The same as the written rows hold.
        private static SocketItem of(SocketRow row) {
            return new SocketItem(
                    row.id(),
                    row.protocol(),
                    row.recvQ(),
                    row.sendQ(),
                    row.localAddress(),
                    row.localPort(),
                    row.remoteAddress(),
                    row.remotePort(),
                    row.state(),
                    row.user(),
                    row.uid(),
                    row.inode(),
                    row.owners().stream().map(Owner::of).toList(),
                    ReadingView.wordOf(row.ownersUnavailable()),
                    row.unit(),
                    row.rttMicros(),
                    row.retransmits());
        }
    }

    /// A process that holds the socket open.
    public record Owner(int pid, String program, long startTicks) {
        static Owner of(SocketRow.Owner owner) {
            return new Owner(owner.key().pid(), owner.program(), owner.key().startTicks());
        }
    }
}

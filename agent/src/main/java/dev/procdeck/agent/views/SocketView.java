package dev.procdeck.agent.views;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.sockets.SocketRow;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import dev.procdeck.host.sockets.SocketState;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.Unavailable;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Rows of the socket table. Pure.
public final class SocketView {
    private SocketView() {}

    /// @param unitOf the unit of a process, for hosts where the socket itself does not tell
    public static dev.procdeck.protocol.live.SocketRow row(
            long id, SocketRow row, Function<Integer, @Nullable String> unitOf) {
        boolean udp =
                row.protocol() == SocketRow.Protocol.UDP
                        || row.protocol() == SocketRow.Protocol.UDP6;
        boolean hasPeer =
                row.remotePort() != 0
                        || !(row.state() == SocketState.LISTEN || row.remoteAddress().isAny());
        List<SocketOwner> owners = Readings.or(row.owners(), List.of());
        return new dev.procdeck.protocol.live.SocketRow(
                id,
                row.protocol().name().toLowerCase(Locale.ROOT),
                row.recvQ(),
                row.sendQ(),
                row.localAddress().toString(),
                row.localPort(),
                row.remoteAddress().toString(),
                hasPeer ? row.remotePort() : null,
                udp && row.state() == SocketState.CLOSE ? "" : row.state().name(),
                row.uid(),
                row.user(),
                row.inode(),
                owners.stream()
                        .map(owner ->
                                new dev.procdeck.protocol.live.SocketRow.Owner(
                                        new ProcessKey(owner.pid(), owner.startTicks()),
                                        owner.program()))
                        .toList(),
                switch (row.owners()) {
                    case Reading.Value<List<SocketOwner>> _ -> null;
                    case Reading.Denied<List<SocketOwner>> _ -> Unavailable.DENIED;
                    case Reading.Unsupported<List<SocketOwner>> _ -> Unavailable.UNSUPPORTED;
                },
                unit(row, owners, unitOf),
                row.tcp().map(SocketRow.TcpFigures::roundTripMicros).orElse(null),
                row.tcp().map(SocketRow.TcpFigures::retransmits).orElse(null));
    }

    private static @Nullable String unit(
            SocketRow row, List<SocketOwner> owners, Function<Integer, @Nullable String> unitOf) {
        // The owner's unit first: a socket that systemd made belongs to whom it was handed.
        for (SocketOwner owner : owners) {
            String unit = unitOf.apply(owner.pid());
            if (unit != null) {
                return unit;
            }
        }
        return row.unit().asOptional().filter(unit -> !unit.isEmpty()).orElse(null);
    }
}

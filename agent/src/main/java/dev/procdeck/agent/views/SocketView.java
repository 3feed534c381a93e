package dev.procdeck.agent.views;

import dev.procdeck.host.sockets.HeldSockets;
import dev.procdeck.host.sockets.IpAddress;
import dev.procdeck.host.sockets.SocketRow;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import dev.procdeck.host.sockets.SocketState;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.live.SocketRow.Owner;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Rows of the socket table. Equal addresses and owners are one object each: hosts with a hundred
/// thousand connections have few of them. Not thread-safe.
public final class SocketView {
    private static final int MAX_SHARED = 20_000;

    private final Map<IpAddress, String> addresses = new HashMap<>();
    private final Map<List<SocketOwner>, List<Owner>> owners = new HashMap<>();
    private final Map<String, String> units = new HashMap<>();

    public void forgetAll() {
        addresses.clear();
        owners.clear();
        units.clear();
    }

    /// What some processes hold, as an answer of its own.
    ///
    /// @param unitOf the unit of a process
    public static Answer.HeldSockets held(
            HeldSockets.Held held, Function<Integer, @Nullable String> unitOf) {
        SocketView view = new SocketView();
        return new Answer.HeldSockets(
                held.rows().stream().map(row -> view.row(idOf(row), row, unitOf)).toList(),
                held.missing() == null ? null : Readings.why(held.missing()));
    }

    /// Where the kernel tells no cookie, a number below 0 as in the table of all.
    private static long idOf(SocketRow row) {
        return row.cookie() == 0 ? -row.inode() : row.cookie();
    }

    /// @param unitOf the unit of a process, for hosts where the socket itself does not tell
    public dev.procdeck.protocol.live.SocketRow row(
            long id, SocketRow row, Function<Integer, @Nullable String> unitOf) {
        boolean udp =
                row.protocol() == SocketRow.Protocol.UDP
                        || row.protocol() == SocketRow.Protocol.UDP6;
        boolean hasPeer =
                row.remotePort() != 0
                        || !(row.state() == SocketState.LISTEN || row.remoteAddress().isAny());
        List<SocketOwner> found = Readings.or(row.owners(), List.of());
        return new dev.procdeck.protocol.live.SocketRow(
                id,
                row.protocol().name().toLowerCase(Locale.ROOT),
                row.recvQ(),
                row.sendQ(),
                address(row.localAddress()),
                row.localPort(),
                address(row.remoteAddress()),
                hasPeer ? row.remotePort() : null,
                udp && row.state() == SocketState.CLOSE ? "" : row.state().name(),
                row.uid(),
                row.user(),
                row.inode(),
                ownersOf(found),
                Readings.why(row.owners()),
                shared(units, unit(row, found, unitOf)),
                row.tcp().map(SocketRow.TcpFigures::roundTripMicros).orElse(null),
                row.tcp().map(SocketRow.TcpFigures::retransmits).orElse(null));
    }

    private String address(IpAddress address) {
        return shared(addresses, address, IpAddress::toString);
    }

    private List<Owner> ownersOf(List<SocketOwner> found) {
        return shared(
                owners,
                found,
                all ->
                        all.stream()
                                .map(owner ->
                                        new Owner(
                                                new ProcessKey(owner.pid(), owner.startTicks()),
                                                owner.program()))
                                .toList());
    }

    private static @Nullable String shared(Map<String, String> known, @Nullable String text) {
        return text == null ? null : shared(known, text, Function.identity());
    }

    private static <K, V> V shared(Map<K, V> known, K key, Function<K, V> make) {
        if (known.size() > MAX_SHARED) {
            known.clear();
        }
        return known.computeIfAbsent(key, make);
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

package dev.procdeck.host.sockets;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.UserNames;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.sockets.SocketRow.Protocol;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import dev.procdeck.host.sockets.SocketRow.TcpFigures;
import dev.procdeck.host.sockets.SocketTable.Detail;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Joins the kernel's table of sockets with owners, users and units. For the sampler's thread.
///
/// A row that did not change since the last call is the same object again, so that an idle table
/// costs no garbage and a consumer finds changes by identity.
public final class SocketReader implements SocketSource {
    /// Who holds a listener rarely changes, and finding out costs a look at every open file. A
    /// holder more or less of one that is known is seen this late at the latest.
    private static final long LISTENERS_OWNERS_NANOS = Duration.ofSeconds(5).toNanos();

    private final SocketTables tables;
    private final SocketOwners owners;
    private final UserNames users;
    private final SocketUnits units;
    private final InterfaceNames interfaces = new InterfaceNames();
    private boolean namesChanged;

    private final LongSupplier monotonicNanos;
    private long ownersAtNanos;
    private boolean ownersKnown;

    /// Whether a row was made in this listing, which begins without owners.
    private boolean anyNew;

    /// Whether rows of the whole table may have other owners than they say.
    private boolean joinDue = true;

    private LongTable<SocketRow> last = new LongTable<>();
    private LongTable<SocketRow> spare = new LongTable<>();
    private LongTable<Boolean> ownerless = new LongTable<>();

    /// Reads this host, with round trip and retransmits of TCP connections where they can be had.
    public static SocketReader ofHost() {
        ProcFs proc = ProcFs.at(Path.of("/proc"));
        return ofHost(new FdOwners(proc, System::nanoTime));
    }

    /// The same with owners from elsewhere; closing the reader closes them.
    public static SocketReader ofHost(SocketOwners owners) {
        return new SocketReader(DiagTable.open(), owners, System::nanoTime);
    }

    /// Reads /proc alone, as on a host whose kernel refuses sock_diag and programs.
    static SocketReader ofProcNet() {
        return new SocketReader(
                Reading.denied("not asked"),
                new FdOwners(ProcFs.at(Path.of("/proc")), System::nanoTime),
                System::nanoTime);
    }

    SocketReader(Reading<SocketTable> diag, SocketOwners owners, LongSupplier monotonicNanos) {
        Path proc = Path.of("/proc");
        this.tables = new SocketTables(diag, proc.resolve("self/net"));
        this.owners = owners;
        this.monotonicNanos = monotonicNanos;
        this.users = new UserNames(Path.of("/etc/passwd"));
        this.units = new SocketUnits(proc, monotonicNanos);
    }

    /// Where owners come from: `bpf` or `procfs`.
    public String ownersName() {
        return owners.name();
    }

    /// Why some or all rows come from /proc/net instead of sock_diag; empty when none does.
    public Optional<String> fallbackReason() {
        return tables.fallbackReason();
    }

    @Override
    public Reading<List<SocketRow>> listSockets() {
        return list(false);
    }

    @Override
    public Reading<List<SocketRow>> listListeners() {
        return list(true);
    }

    private Reading<List<SocketRow>> list(boolean listenersOnly) {
        namesChanged = users.refresh();
        interfaces.forget();
        spare.clear();
        anyNew = false;
        var rows = new ArrayList<SocketRow>(last.size() + 16);
        Reading<Integer> failure = Reading.unsupported("no socket table");
        boolean anyRead = false;
        Detail detail = listenersOnly ? Detail.LISTENERS : detail();
        for (Protocol protocol : Protocol.values()) {
            Reading<Integer> read = tables.read(protocol, detail, rows, this::row);
            anyRead |= read instanceof Reading.Value<Integer>;
            failure = read;
        }
        if (!anyRead) {
            return failure.map(none -> List.of());
        }
        joinOwners(rows, listenersOnly);
        if (!listenersOnly) {
            for (SocketRow row : rows) {
                if (row.cookie() != 0) {
                    spare.put(row.cookie(), row);
                }
            }
            LongTable<SocketRow> old = last;
            last = spare;
            spare = old;
        }
        return Reading.of(rows);
    }

    private Detail detail() {
        return last.size() <= SocketTables.MOST_WITH_TCP_FIGURES
                ? Detail.ALL_WITH_TCP_FIGURES
                : Detail.ALL;
    }

    private SocketRow row(SocketFields fields) {
        SocketRow before = fields.cookie == 0 ? null : last.get(fields.cookie);
        if (before != null && isSame(before, fields)) {
            return before;
        }
        anyNew |= fields.inode != 0;
        return fields.row(
                users, interfaces, owners.ownersOf(fields.inode), units.unitOf(fields.cgroupId));
    }

    private boolean isSame(SocketRow row, SocketFields fields) {
        return row.state() == fields.state
                && row.recvQ() == fields.receiveQueue
                && row.sendQ() == fields.sendQueue
                && row.inode() == fields.inode
                && row.uid() == fields.uid
                && row.protocol() == fields.protocol
                && row.localPort() == fields.localPort
                && row.remotePort() == fields.remotePort
                && isAt(row.localAddress(), fields.localHigh, fields.localLow)
                && isAt(row.remoteAddress(), fields.remoteHigh, fields.remoteLow)
                && row.interfaceName().equals(interfaces.nameOf(fields.interfaceIndex))
                && row.unit() == units.unitOf(fields.cgroupId)
                && (!namesChanged
                        || fields.inode == 0
                        || row.user().equals(users.nameOf(fields.uid)))
                && isSame(row.tcp().orElse(null), fields);
    }

    private static boolean isAt(IpAddress address, long high, long low) {
        return address.high() == high && address.low() == low;
    }

    private static boolean isSame(@Nullable TcpFigures tcp, SocketFields fields) {
        if (tcp == null || !fields.hasTcpInfo) {
            return tcp == null && !fields.hasTcpInfo;
        }
        return tcp.roundTripMicros() == fields.roundTripMicros
                && tcp.roundTripVarianceMicros() == fields.roundTripVarianceMicros
                && tcp.retransmits() == fields.retransmits;
    }

    private void joinOwners(List<SocketRow> rows, boolean listenersOnly) {
        long now = monotonicNanos.getAsLong();
        boolean recent = ownersKnown && now - ownersAtNanos < LISTENERS_OWNERS_NANOS;
        if (listenersOnly && recent && !join(rows)) {
            return;
        }
        joinDue |= owners.refresh();
        ownersKnown = true;
        ownersAtNanos = now;
        if (!listenersOnly && !joinDue && !anyNew) {
            return;
        }
        boolean unknown = join(rows);
        boolean searched = unknown && owners.search();
        if (searched) {
            join(rows);
            remember(rows);
        }
        joinDue = listenersOnly ? joinDue || searched : unknown && !searched;
    }

    /// Answers whether a socket turned up that nobody holds and that was not searched for yet.
    private boolean join(List<SocketRow> rows) {
        boolean unknown = false;
        for (int i = 0; i < rows.size(); i++) {
            SocketRow row = rows.get(i);
            Reading<List<SocketOwner>> now = owners.ownersOf(row.inode());
            if (now != row.owners() && !now.equals(row.owners())) {
                rows.set(i, row.withOwners(now));
            }
            unknown |= row.inode() != 0 && !isOwned(now) && ownerless.get(row.inode()) == null;
        }
        return unknown;
    }

    /// Sockets of the kernel and of processes that may not be looked into: searched for once, not
    /// at each tick.
    private void remember(List<SocketRow> rows) {
        ownerless.clear();
        for (SocketRow row : rows) {
            if (row.inode() != 0 && !isOwned(row.owners())) {
                ownerless.put(row.inode(), Boolean.TRUE);
            }
        }
    }

    private static boolean isOwned(Reading<List<SocketOwner>> owners) {
        return owners instanceof Reading.Value<List<SocketOwner>>(List<SocketOwner> all)
                && !all.isEmpty();
    }

    @Override
    public void close() {
        tables.close();
        owners.close();
    }
}

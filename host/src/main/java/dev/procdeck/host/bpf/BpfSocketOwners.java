package dev.procdeck.host.bpf;

import static dev.procdeck.host.bpf.TaskRecord.intAt;
import static dev.procdeck.host.bpf.TaskRecord.longAt;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.KernelUnits;
import dev.procdeck.host.sockets.LongTable;
import dev.procdeck.host.sockets.SharedHolders;
import dev.procdeck.host.sockets.SocketOwners;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Owners of sockets from a kernel program that sees all open files: complete at each pass, unlike
/// a cache of /proc/PID/fd. Belongs to the sampling thread.
///
/// Owners that did not change are the same objects again, so that a table at rest makes no garbage.
public final class BpfSocketOwners implements SocketOwners {
    private static final Reading<List<SocketOwner>> NOBODY = Reading.of(List.of());

    private final OwnerPass pass;
    private final KernelUnits units;
    private final IteratorProgram.Sink sink = this::take;
    private LongTable<Reading<List<SocketOwner>>> now = new LongTable<>();
    private LongTable<Reading<List<SocketOwner>>> before = new LongTable<>();
    private final LongTable<SharedHolders> shared = new LongTable<>();
    private boolean begun;

    /// The process of the record that was looked at last: its others follow.
    private long commBegin;

    private long commEnd;
    private String program = "";
    private long startNanos;
    private long startTicks;

    private BpfSocketOwners(OwnerPass pass, KernelUnits units) {
        this.pass = pass;
        this.units = units;
    }

    /// Loads the kernel program.
    public static BpfSocketOwners load(KernelUnits units) throws BpfUnavailableException {
        return new BpfSocketOwners(OwnerPass.load(), units);
    }

    @Override
    public String name() {
        return "bpf";
    }

    /// Loads the iterator though the host may have the better program.
    static BpfSocketOwners loadIterator(KernelUnits units) throws BpfUnavailableException {
        return new BpfSocketOwners(
                new IteratorOwnerPass(IteratorProgram.load("sockets.bpf.o", "list_owners")), units);
    }

    @Override
    public boolean refresh() {
        begun = false;
        boolean changed = pass.run(sink);
        if (changed) {
            begin();
            shared.forEach(this::settle);
            shared.clear();
        }
        return changed;
    }

    /// What is known so far becomes what was known before, once in each pass that brings news.
    private void begin() {
        if (!begun) {
            begun = true;
            var old = before;
            before = now;
            now = old;
            now.clear();
        }
    }

    /// Each pass is complete already: what it did not find is not to be found.
    @Override
    public boolean search() {
        return true;
    }

    @Override
    public Reading<List<SocketOwner>> ownersOf(long inode) {
        Reading<List<SocketOwner>> owners = now.get(inode);
        return owners == null ? NOBODY : owners;
    }

    private void take(byte[] bytes, int length) {
        begin();
        for (int at = 0; at + OwnerRecord.BYTES <= length; at += OwnerRecord.BYTES) {
            long inode = longAt(bytes, at + OwnerRecord.INODE);
            if (inode == 0) {
                continue;
            }
            Reading<List<SocketOwner>> other = now.get(inode);
            Reading<List<SocketOwner>> known = before.get(inode);
            if (other != null) {
                share(inode, holders(other).getFirst(), holders(known), bytes, at);
            } else if (holders(known).size() == 1 && isSame(holders(known).getFirst(), bytes, at)) {
                now.put(inode, Objects.requireNonNull(known));
            } else {
                now.put(inode, Reading.of(List.of(owner(bytes, at))));
            }
        }
    }

    private void share(
            long inode, SocketOwner first, List<SocketOwner> known, byte[] bytes, int at) {
        SharedHolders all = shared.get(inode);
        if (all == null) {
            all = new SharedHolders(inode);
            all.add(first);
            shared.put(inode, all);
        }
        // Most often the order of the last pass: then there is nothing to make.
        int place = all.size();
        boolean same = place < known.size() && isSame(known.get(place), bytes, at);
        all.add(same ? known.get(place) : owner(bytes, at));
    }

    private void settle(SharedHolders all) {
        Reading<List<SocketOwner>> merged = Reading.of(all.list());
        Reading<List<SocketOwner>> known = before.get(all.inode());
        now.put(all.inode(), known != null && known.equals(merged) ? known : merged);
    }

    private static List<SocketOwner> holders(@Nullable Reading<List<SocketOwner>> reading) {
        return reading instanceof Reading.Value<List<SocketOwner>>(List<SocketOwner> holders)
                ? holders
                : List.of();
    }

    private boolean isSame(SocketOwner owner, byte[] bytes, int at) {
        return owner.pid() == intAt(bytes, at + OwnerRecord.PID)
                && owner.descriptor() == intAt(bytes, at + OwnerRecord.DESCRIPTOR)
                && owner.startTicks() == startTicks(bytes, at)
                && owner.program().equals(program(bytes, at));
    }

    private SocketOwner owner(byte[] bytes, int at) {
        return new SocketOwner(
                intAt(bytes, at + OwnerRecord.PID),
                startTicks(bytes, at),
                program(bytes, at),
                intAt(bytes, at + OwnerRecord.DESCRIPTOR));
    }

    private long startTicks(byte[] bytes, int at) {
        long nanos = longAt(bytes, at + OwnerRecord.START);
        if (nanos != startNanos) {
            startNanos = nanos;
            startTicks = units.nanosToTicks(nanos);
        }
        return startTicks;
    }

    private String program(byte[] bytes, int at) {
        long first = longAt(bytes, at + OwnerRecord.COMM);
        long second = longAt(bytes, at + OwnerRecord.COMM + Long.BYTES);
        if (first != commBegin || second != commEnd) {
            commBegin = first;
            commEnd = second;
            int length = OwnerRecord.commLength(bytes, at);
            program = new String(bytes, at + OwnerRecord.COMM, length, StandardCharsets.UTF_8);
        }
        return program;
    }

    @Override
    public void close() {
        pass.close();
    }
}

package dev.procdeck.host.bpf;

import static dev.procdeck.host.bpf.TaskRecord.intAt;
import static dev.procdeck.host.bpf.TaskRecord.longAt;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.KernelUnits;
import dev.procdeck.host.sockets.LongTable;
import dev.procdeck.host.sockets.SocketOwners;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

    private boolean begun;

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
    public void refresh() {
        begun = false;
        if (pass.run(sink)) {
            begin();
        }
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
            Reading<List<SocketOwner>> others = now.get(inode);
            Reading<List<SocketOwner>> known = before.get(inode);
            if (others != null) {
                add(inode, others, bytes, at, known);
            } else if (known != null && isOnly(known, bytes, at)) {
                now.put(inode, known);
            } else {
                now.put(inode, Reading.of(List.of(owner(bytes, at))));
            }
        }
    }

    private boolean isOnly(Reading<List<SocketOwner>> known, byte[] bytes, int at) {
        if (!(known instanceof Reading.Value<List<SocketOwner>>(List<SocketOwner> owners))
                || owners.size() != 1) {
            return false;
        }
        SocketOwner owner = owners.getFirst();
        return owner.pid() == intAt(bytes, at + OwnerRecord.PID)
                && owner.descriptor() == intAt(bytes, at + OwnerRecord.DESCRIPTOR)
                && owner.startTicks() == startTicks(bytes, at)
                && OwnerRecord.isComm(bytes, at, owner.program());
    }

    private void add(
            long inode,
            Reading<List<SocketOwner>> others,
            byte[] bytes,
            int at,
            @Nullable Reading<List<SocketOwner>> known) {
        int pid = intAt(bytes, at + OwnerRecord.PID);
        var all = new ArrayList<>(others.asOptional().orElse(List.of()));
        // dup(2) gives one process the same socket twice
        if (all.stream().anyMatch(holder -> holder.pid() == pid)) {
            return;
        }
        all.add(owner(bytes, at));
        all.sort((a, b) -> Integer.compare(a.pid(), b.pid()));
        Reading<List<SocketOwner>> merged = Reading.of(List.copyOf(all));
        now.put(inode, known != null && known.equals(merged) ? known : merged);
    }

    private SocketOwner owner(byte[] bytes, int at) {
        return new SocketOwner(
                intAt(bytes, at + OwnerRecord.PID),
                startTicks(bytes, at),
                new String(
                        bytes,
                        at + OwnerRecord.COMM,
                        OwnerRecord.commLength(bytes, at),
                        StandardCharsets.UTF_8),
                intAt(bytes, at + OwnerRecord.DESCRIPTOR));
    }

    private long startTicks(byte[] bytes, int at) {
        return units.nanosToTicks(longAt(bytes, at + OwnerRecord.START));
    }

    @Override
    public void close() {
        pass.close();
    }
}

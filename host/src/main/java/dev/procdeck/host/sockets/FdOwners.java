package dev.procdeck.host.sockets;

import dev.procdeck.host.libc.DirectoryEntries;
import dev.procdeck.host.libc.Errno;
import dev.procdeck.host.libc.FileCalls;
import dev.procdeck.host.libc.FileStatus;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.PidStat;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Owners by walking /proc/PID/fd.
///
/// A process is read again when the size of its fd directory (the number of open files, Linux 6.2
/// and later) or the directory's inode (another process) changed. A file closed and another opened
/// leave the size equal, so all processes are read again when a socket without a known owner turns
/// up, and every ten seconds. The first is bounded to a twentieth of the time, for hosts where
/// sockets come and go faster than they can be looked up.
public final class FdOwners implements SocketOwners {
    private static final byte[] FD = "fd".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] STAT = "stat".getBytes(StandardCharsets.US_ASCII);
    private static final long FULL_PERIOD_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int SEARCH_SHARE = 20;

    private static final Reading<List<SocketOwner>> NOBODY = Reading.of(List.of());
    private static final Reading<List<SocketOwner>> DENIED = Reading.denied("/proc/*/fd");

    private final ProcFs proc;
    private final LongSupplier monotonicNanos;
    private final int directory;
    private final DirectoryEntries processes = new DirectoryEntries();
    private final DirectoryEntries descriptors = new DirectoryEntries();
    private final FileStatus status = new FileStatus();
    private final PidStat stat;
    private final byte[] link = new byte[SocketLink.BYTES];
    private final byte[] statBytes = new byte[PidStat.MAX_BYTES];

    private LongTable<ProcessSockets> known = new LongTable<>();
    private LongTable<ProcessSockets> spare = new LongTable<>();
    private final LongTable<Reading<List<SocketOwner>>> byInode = new LongTable<>();
    private final LongTable<SharedHolders> shared = new LongTable<>();
    private boolean someDenied;
    private long fullAtNanos;
    private long fullCostNanos;
    private boolean hasRun;

    /// @param proc this host's; closed with this object
    public FdOwners(ProcFs proc, LongSupplier monotonicNanos) {
        this.proc = proc;
        this.monotonicNanos = monotonicNanos;
        this.stat = new PidStat(proc.units());
        this.directory = FileCalls.open(proc.files().fd(), ".", FileCalls.O_DIRECTORY);
    }

    @Override
    public String name() {
        return "procfs";
    }

    @Override
    public boolean refresh() {
        return walk(!hasRun || monotonicNanos.getAsLong() - fullAtNanos >= FULL_PERIOD_NANOS);
    }

    @Override
    public boolean search() {
        if (monotonicNanos.getAsLong() - fullAtNanos < fullCostNanos * SEARCH_SHARE) {
            return false;
        }
        walk(true);
        return true;
    }

    @Override
    public Reading<List<SocketOwner>> ownersOf(long inode) {
        Reading<List<SocketOwner>> owners = byInode.get(inode);
        if (owners != null) {
            return owners;
        }
        return someDenied && inode != 0 ? DENIED : NOBODY;
    }

    /// Answers whether anything changed.
    private boolean walk(boolean full) {
        long start = monotonicNanos.getAsLong();
        boolean changed = false;
        spare.clear();
        int count = Math.max(0, processes.readNumbers(directory));
        for (int i = 0; i < count; i++) {
            int pid = processes.number(i);
            if (pid == 0 || status.read(directory, pid, FD) != 0) {
                continue;
            }
            ProcessSockets before = known.get(pid);
            ProcessSockets now = current(pid, before, full);
            changed |= now != before;
            spare.put(pid, now);
        }
        // Processes that are gone are those that were not carried over.
        changed |= spare.size() != known.size();
        LongTable<ProcessSockets> old = known;
        known = spare;
        spare = old;
        if (changed) {
            index();
        }
        if (full) {
            fullAtNanos = monotonicNanos.getAsLong();
            fullCostNanos = fullAtNanos - start;
            hasRun = true;
        }
        return changed;
    }

    private ProcessSockets current(int pid, @Nullable ProcessSockets before, boolean full) {
        if (before != null && !full && isSame(before)) {
            return before;
        }
        ProcessSockets fresh = read(pid, status.inode, status.sizeBytes);
        return before != null && isEqual(before, fresh) ? before : fresh;
    }

    /// Size 0 says nothing: kernels before 6.2 always have it.
    private boolean isSame(ProcessSockets before) {
        return before.directoryInode() == status.inode
                && before.descriptorCount() == status.sizeBytes
                && status.sizeBytes != 0;
    }

    private static boolean isEqual(ProcessSockets a, ProcessSockets b) {
        return a.directoryInode() == b.directoryInode()
                && a.descriptorCount() == b.descriptorCount()
                && a.denied() == b.denied()
                && Arrays.equals(a.inodes(), b.inodes())
                && a.owners().equals(b.owners());
    }

    private ProcessSockets read(int pid, long directoryInode, long size) {
        int fd = FileCalls.open(directory, pid, FD);
        if (fd < 0) {
            boolean denied = Errno.kindOf(-fd) == Errno.Kind.DENIED;
            return new ProcessSockets(directoryInode, size, denied, new long[0], List.of());
        }
        long[] inodes = new long[4];
        int[] numbers = new int[4];
        int found = 0;
        int count = descriptors.readNumbers(fd);
        for (int i = 0; i < count; i++) {
            int number = descriptors.number(i);
            long inode = SocketLink.inodeOf(link, FileCalls.readLink(fd, number, link));
            if (inode != 0) {
                if (found == inodes.length) {
                    inodes = Arrays.copyOf(inodes, found * 2);
                    numbers = Arrays.copyOf(numbers, found * 2);
                }
                inodes[found] = inode;
                numbers[found++] = number;
            }
        }
        FileCalls.close(fd);
        inodes = Arrays.copyOf(inodes, found);
        return new ProcessSockets(
                directoryInode, size, count < 0, inodes, owners(pid, numbers, found));
    }

    private List<Reading<List<SocketOwner>>> owners(int pid, int[] numbers, int found) {
        if (found == 0) {
            return List.of();
        }
        int length = FileCalls.readFile(directory, pid, STAT, statBytes);
        boolean parsed = length > 0 && stat.parse(statBytes, length);
        long startTicks = parsed ? stat.startTicks : 0;
        String program =
                parsed ? new String(stat.comm, 0, stat.commLength, StandardCharsets.UTF_8) : "";
        var owners = new ArrayList<Reading<List<SocketOwner>>>(found);
        for (int i = 0; i < found; i++) {
            owners.add(Reading.of(List.of(new SocketOwner(pid, startTicks, program, numbers[i]))));
        }
        return owners;
    }

    private void index() {
        byInode.clear();
        someDenied = false;
        known.forEach(process -> {
            someDenied |= process.denied();
            for (int i = 0; i < process.inodes().length; i++) {
                add(process.inodes()[i], process.owners().get(i));
            }
        });
        shared.forEach(all -> byInode.put(all.inode(), Reading.of(all.list())));
        shared.clear();
    }

    private void add(long inode, Reading<List<SocketOwner>> owner) {
        if (byInode.get(inode) instanceof Reading.Value<List<SocketOwner>>(List<SocketOwner> first)
                && owner instanceof Reading.Value<List<SocketOwner>>(List<SocketOwner> one)) {
            SharedHolders all = shared.get(inode);
            if (all == null) {
                all = new SharedHolders(inode);
                all.add(first.getFirst());
                shared.put(inode, all);
            }
            all.add(one.getFirst());
        } else {
            byInode.put(inode, owner);
        }
    }

    @Override
    public void close() {
        FileCalls.close(directory);
        proc.close();
    }
}

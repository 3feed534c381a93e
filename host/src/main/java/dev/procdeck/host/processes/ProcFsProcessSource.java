package dev.procdeck.host.processes;

import dev.procdeck.host.libc.DirectoryEntries;
import dev.procdeck.host.libc.Errno;
import dev.procdeck.host.libc.FileCalls;
import dev.procdeck.host.libc.FileStatus;
import dev.procdeck.host.libc.LibcException;
import dev.procdeck.host.libc.SystemCalls;
import dev.procdeck.host.procfs.PidStat;
import dev.procdeck.host.procfs.ProcFs;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Processes from /proc/[pid]/stat, on any kernel and with any rights.
///
/// Keeps each `stat` open and reads it again from the start: half the price of opening it anew.
/// Kept-open files stay within a share of the descriptor limit; processes beyond it are opened and
/// closed each time. Nothing is evicted: every pass reads every process, so any order of eviction
/// would miss every time. Belongs to the sampling thread.
public final class ProcFsProcessSource implements ProcessSource {
    private static final byte[] STAT = "stat".getBytes(StandardCharsets.US_ASCII);

    /// Descriptors left to sockets, journals and the JVM.
    private static final long RESERVED_FILES = 512;

    /// Beyond this the kernel memory of an open file (about 4 KiB) is worth more than the time it
    /// saves.
    private static final long MOST_FILES = 16_384;

    /// A process that does nothing has its owner looked at each 16th pass only.
    private static final int OWNER_PASSES = 16;

    private final ProcFs proc;
    private final int directory;
    private final long mostKept;
    private final PidStat stat;
    private final ProcessCounters counters = new ProcessCounters();
    private final DirectoryEntries entries = new DirectoryEntries();
    private final FileStatus owner = new FileStatus();
    private final byte[] bytes = new byte[PidStat.MAX_BYTES];
    private final PidMap<Kept> kept = new PidMap<>();
    private int openFiles;
    private int pass;

    /// What is remembered of a pid between two passes.
    private static final class Kept {
        int fd = -1;
        int seenInPass;
        long startTicks = -1;
        long cpuNanos = -1;
        int uid;
    }

    public ProcFsProcessSource(ProcFs proc) {
        this(proc, Math.clamp(SystemCalls.openFileLimit() - RESERVED_FILES, 0, MOST_FILES));
    }

    /// For a single pass: a file that is kept open would never be read again.
    public static ProcFsProcessSource once(ProcFs proc) {
        return new ProcFsProcessSource(proc, 0);
    }

    /// At most `mostKept` files are kept open.
    ProcFsProcessSource(ProcFs proc, long mostKept) {
        this.proc = proc;
        this.mostKept = mostKept;
        this.stat = new PidStat(proc.units());
        int fd = FileCalls.open(proc.files().fd(), ".", FileCalls.O_DIRECTORY);
        if (fd < 0) {
            throw new LibcException("open " + proc.files().root(), fd);
        }
        this.directory = fd;
    }

    @Override
    public String name() {
        return "procfs";
    }

    @Override
    public void read(Visitor visitor) {
        pass++;
        int count = entries.readNumbers(directory);
        if (count < 0) {
            throw new LibcException("list " + proc.files().root(), count);
        }
        for (int i = 0; i < count; i++) {
            readOne(entries.number(i), visitor);
        }
        kept.removeIf(this::forget);
    }

    /// The same for these processes only, as far as they exist.
    public void read(int[] pids, Visitor visitor) {
        pass++;
        for (int pid : pids) {
            readOne(pid, visitor);
        }
        kept.removeIf(this::forget);
    }

    private boolean forget(Kept process) {
        if (process.seenInPass == pass) {
            return false;
        }
        closeFile(process);
        return true;
    }

    private void readOne(int pid, Visitor visitor) {
        Kept known = kept.get(pid);
        int length = known == null ? -Errno.ESRCH : readKept(known);
        Kept process = known;
        if (process == null || length <= 0) {
            // Not kept, or the process that it meant is gone and another may have the pid.
            process = open(pid, known);
            length = process.fd >= 0 ? readKept(process) : readOnce(pid);
        }
        if (length <= 0) {
            rejectFailure(pid, length);
            return;
        }
        process.seenInPass = pass;
        if (!stat.parse(bytes, length) || stat.pid != pid) {
            throw new IllegalStateException("not a stat file: process " + pid);
        }
        if (readOwner(pid, process)) {
            fill(process);
            visitor.visit(counters);
        }
    }

    /// A process that ended, or that hidepid hides from this user, is left out; anything else is a
    /// fault.
    private static void rejectFailure(int pid, int result) {
        if (result < 0 && Errno.kindOf(-result) == Errno.Kind.FAILURE) {
            throw new LibcException("read stat of process " + pid, result);
        }
    }

    private int readKept(Kept process) {
        return process.fd < 0 ? -Errno.ESRCH : FileCalls.readStart(process.fd, bytes);
    }

    private int readOnce(int pid) {
        return FileCalls.readFile(directory, pid, STAT, bytes);
    }

    private Kept open(int pid, @Nullable Kept before) {
        Kept process = before == null ? new Kept() : before;
        if (before == null) {
            // At once, so that its file is closed in the end whatever comes.
            kept.put(pid, process);
        }
        closeFile(process);
        if (openFiles < mostKept) {
            int fd = FileCalls.open(directory, pid, STAT);
            if (fd >= 0) {
                process.fd = fd;
                openFiles++;
            }
        }
        return process;
    }

    private void closeFile(Kept process) {
        if (process.fd >= 0) {
            FileCalls.close(process.fd);
            process.fd = -1;
            openFiles--;
        }
    }

    /// The owner of /proc/[pid] is the effective user. It changes only while the process runs, so
    /// an idle one is asked rarely. Answers false when the process is gone.
    private boolean readOwner(int pid, Kept process) {
        long cpuNanos = stat.userNanos + stat.systemNanos;
        boolean same = process.startTicks == stat.startTicks && process.cpuNanos == cpuNanos;
        if (same && (pid + pass) % OWNER_PASSES != 0) {
            return true;
        }
        int result = owner.read(directory, pid);
        if (result < 0) {
            rejectFailure(pid, result);
            return false;
        }
        process.uid = owner.uid;
        process.startTicks = stat.startTicks;
        process.cpuNanos = cpuNanos;
        return true;
    }

    private void fill(Kept process) {
        counters.pid = stat.pid;
        counters.startTicks = stat.startTicks;
        counters.parentPid = stat.parentPid;
        counters.state = stat.state;
        counters.kernelThread = stat.kernelThread;
        counters.commLength = stat.commLength;
        System.arraycopy(stat.comm, 0, counters.comm, 0, stat.commLength);
        counters.userNanos = stat.userNanos;
        counters.systemNanos = stat.systemNanos;
        counters.rssBytes = stat.rssBytes;
        counters.virtualBytes = stat.virtualBytes;
        counters.threads = stat.threads;
        counters.priority = stat.priority;
        counters.nice = stat.nice;
        counters.minorFaults = stat.minorFaults;
        counters.majorFaults = stat.majorFaults;
        counters.execMark = stat.execMark;
        counters.uid = process.uid;
        counters.schedulingKnown = false;
        counters.ioKnown = false;
    }

    /// How many files are kept open now.
    int openFiles() {
        return openFiles;
    }

    @Override
    public void close() {
        kept.removeIf(process -> {
            closeFile(process);
            return true;
        });
        FileCalls.close(directory);
    }
}

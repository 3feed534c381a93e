package dev.procdeck.host.bpf;

import static dev.procdeck.host.bpf.TaskRecord.intAt;
import static dev.procdeck.host.bpf.TaskRecord.longAt;

import dev.procdeck.host.processes.ProcessCounters;
import dev.procdeck.host.procfs.KernelUnits;

/// The sums over the threads of one process in the present pass, and what of the pass before is
/// needed for times that never run backwards. Reused from pass to pass; belongs to the sampling
/// thread.
final class GroupTotals {
    private static final int PF_KTHREAD = 0x00200000;
    private static final int MAX_RT_PRIO = 100;
    private static final int DEFAULT_PRIO = 120;

    int pid;
    int pass;

    private long runTime;
    private long userTime;
    private long systemTime;
    private long minorFaults;
    private long majorFaults;
    private long readCallBytes;
    private long writtenCallBytes;
    private long readBytes;
    private long writtenBytes;
    private long cancelledBytes;
    private long runDelay;
    private long switches;

    private long start = -1;
    private long virtualPages;
    private long residentPages;
    private long execMark;
    private long cgroup;
    private int parent;
    private int uid;
    private int state;
    private int flags;
    private int prio;
    private int staticPrio;
    private int threads;
    private boolean ioKnown;
    private final byte[] comm = new byte[TaskRecord.COMM_BYTES];
    private int commLength;

    long userNanos;
    long systemNanos;

    GroupTotals(int pid) {
        this.pid = pid;
    }

    void begin(int newPass) {
        pass = newPass;
        runTime = 0;
        userTime = 0;
        systemTime = 0;
        minorFaults = 0;
        majorFaults = 0;
        readCallBytes = 0;
        writtenCallBytes = 0;
        readBytes = 0;
        writtenBytes = 0;
        cancelledBytes = 0;
        runDelay = 0;
        switches = 0;
    }

    /// Adds one thread; the leader's record also holds what ended threads left.
    void add(byte[] bytes, int at) {
        runTime += longAt(bytes, at + TaskRecord.RUN_TIME);
        userTime += longAt(bytes, at + TaskRecord.USER_TIME);
        systemTime += longAt(bytes, at + TaskRecord.SYSTEM_TIME);
        minorFaults += longAt(bytes, at + TaskRecord.MINOR_FAULTS);
        majorFaults += longAt(bytes, at + TaskRecord.MAJOR_FAULTS);
        readCallBytes += longAt(bytes, at + TaskRecord.READ_CALL_BYTES);
        writtenCallBytes += longAt(bytes, at + TaskRecord.WRITTEN_CALL_BYTES);
        readBytes += longAt(bytes, at + TaskRecord.READ_BYTES);
        writtenBytes += longAt(bytes, at + TaskRecord.WRITTEN_BYTES);
        cancelledBytes += longAt(bytes, at + TaskRecord.CANCELLED_BYTES);
        runDelay += longAt(bytes, at + TaskRecord.RUN_DELAY);
        switches += longAt(bytes, at + TaskRecord.SWITCHES);
    }

    void setLeader(byte[] bytes, int at) {
        long newStart = longAt(bytes, at + TaskRecord.START);
        if (newStart != start) {
            // Another process with this pid.
            start = newStart;
            userNanos = 0;
            systemNanos = 0;
        }
        virtualPages = longAt(bytes, at + TaskRecord.VIRTUAL_PAGES);
        residentPages = longAt(bytes, at + TaskRecord.RESIDENT_PAGES);
        execMark =
                longAt(bytes, at + TaskRecord.START_CODE) * 31
                        + longAt(bytes, at + TaskRecord.START_STACK);
        cgroup = longAt(bytes, at + TaskRecord.CGROUP);
        parent = intAt(bytes, at + TaskRecord.PARENT);
        uid = intAt(bytes, at + TaskRecord.UID);
        state = intAt(bytes, at + TaskRecord.STATE);
        flags = intAt(bytes, at + TaskRecord.FLAGS);
        prio = intAt(bytes, at + TaskRecord.PRIO);
        staticPrio = intAt(bytes, at + TaskRecord.STATIC_PRIO);
        threads = intAt(bytes, at + TaskRecord.THREADS);
        ioKnown = intAt(bytes, at + TaskRecord.IO_KNOWN) != 0;
        commLength = 0;
        while (commLength < comm.length && bytes[at + TaskRecord.COMM + commLength] != 0) {
            comm[commLength] = bytes[at + TaskRecord.COMM + commLength];
            commLength++;
        }
    }

    /// The run time is exact, user and system time are what the clock tick met; the kernel divides
    /// the one by the proportion of the others and keeps both from running backwards
    /// (`cputime_adjust`, kernel/sched/cputime.c). So does this, also when a thread that ends
    /// between two records is missed for one pass.
    void adjustTimes() {
        if (runTime <= userNanos + systemNanos) {
            return;
        }
        long ticked = userTime + systemTime;
        long system = ticked == 0 ? 0 : (long) ((double) systemTime / ticked * runTime);
        system = Math.max(system, systemNanos);
        long user = runTime - system;
        if (user < userNanos) {
            user = userNanos;
            system = runTime - user;
        }
        userNanos = user;
        systemNanos = system;
    }

    /// The same as every source gives it.
    void fill(ProcessCounters counters, KernelUnits units) {
        counters.pid = pid;
        counters.startTicks = units.nanosToTicks(start);
        counters.parentPid = parent;
        counters.state = TaskRecord.stateOf(state);
        counters.kernelThread = (flags & PF_KTHREAD) != 0;
        counters.commLength = commLength;
        System.arraycopy(comm, 0, counters.comm, 0, commLength);
        counters.userNanos = userNanos;
        counters.systemNanos = systemNanos;
        counters.rssBytes = residentPages * units.pageBytes();
        counters.virtualBytes = virtualPages * units.pageBytes();
        counters.threads = threads;
        counters.priority = prio - MAX_RT_PRIO;
        counters.nice = staticPrio - DEFAULT_PRIO;
        counters.minorFaults = minorFaults;
        counters.majorFaults = majorFaults;
        counters.execMark = execMark;
        counters.placeMark = cgroup;
        counters.uid = uid;
        counters.schedulingKnown = true;
        counters.runDelayNanos = runDelay;
        counters.contextSwitches = switches;
        counters.ioKnown = ioKnown;
        counters.readBytes = readBytes;
        counters.writtenBytes = Math.max(0, writtenBytes - cancelledBytes);
        counters.readCallBytes = readCallBytes;
        counters.writtenCallBytes = writtenCallBytes;
    }
}

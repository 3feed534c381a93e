package dev.procdeck.host.bpf;

import static dev.procdeck.host.bpf.TaskRecord.intAt;
import static dev.procdeck.host.bpf.TaskRecord.longAt;

/// The sums over the threads of one process in the present pass, and what of the pass before is
/// needed for times that never run backwards. Reused from pass to pass; belongs to the sampling
/// thread.
final class GroupTotals {
    final int pid;
    int pass;

    private long runTime;
    private long userTime;
    private long systemTime;
    long minorFaults;
    long majorFaults;
    long readCallBytes;
    long writtenCallBytes;
    long readBytes;
    long writtenBytes;
    long cancelledBytes;

    long start = -1;
    long virtualPages;
    long residentPages;
    long execMark;
    long cgroup;
    int parent;
    int uid;
    int state;
    int flags;
    int prio;
    int staticPrio;
    int threads;
    boolean ioKnown;
    final byte[] comm = new byte[TaskRecord.COMM_BYTES];
    int commLength;

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
}

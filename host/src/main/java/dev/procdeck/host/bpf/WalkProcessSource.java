package dev.procdeck.host.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.procdeck.host.processes.ProcessCounters;
import dev.procdeck.host.processes.ProcessSource;
import dev.procdeck.host.procfs.KernelUnits;
import java.lang.foreign.MemorySegment;

/// Processes from the kernel program that walks all tasks in one call ([WalkProgram], Linux 6.7).
///
/// Each pass is compared with the one before: the kernel keeps processes in the order of their
/// start, so whole runs of idle processes are equal memory, and only what differs is decoded.
/// Belongs to the sampling thread.
final class WalkProcessSource implements ProcessSource {
    private static final int FIRST_CAPACITY = 1024;
    private static final int RECORD = TaskRecord.LEADER_BYTES;

    private final KernelUnits units;
    private final ProcessCounters counters = new ProcessCounters();
    private final GroupTotals totals = new GroupTotals(0);
    private final byte[] record = new byte[RECORD];
    private final RecordProgram.Loader loader;
    private RecordProgram program;
    private MemorySegment records;
    private Half now;
    private Half before;

    /// What is kept beside the records of one half.
    private static final class Half {
        final int number;
        final int[] pids;
        final long[] userNanos;
        final long[] systemNanos;
        int count;

        Half(int number, int capacity) {
            this.number = number;
            pids = new int[capacity];
            userNanos = new long[capacity];
            systemNanos = new long[capacity];
        }
    }

    WalkProcessSource(RecordProgram.Loader loader, int capacity, KernelUnits units)
            throws BpfUnavailableException {
        this.units = units;
        this.loader = loader;
        this.program = loader.load(capacity);
        this.records = program.records();
        this.now = new Half(0, program.capacity());
        this.before = new Half(1, program.capacity());
    }

    /// Loads the kernel program. Costs some 20 ms.
    static WalkProcessSource load(KernelUnits units) throws BpfUnavailableException {
        return new WalkProcessSource(WalkProcessSource::load, FIRST_CAPACITY, units);
    }

    private static WalkProgram load(int capacity) throws BpfUnavailableException {
        return WalkProgram.load("walk.bpf.o", "walk_tasks", capacity, RECORD);
    }

    @Override
    public String name() {
        return "bpf";
    }

    @Override
    public void read(Visitor visitor) {
        int found = run();
        int last = before.count;
        // A pass that a visitor breaks off leaves nothing to compare with.
        before.count = 0;
        int at = 0;
        int old = 0;
        while (at < found) {
            int same = sameFrom(at, old, Math.min(found - at, last - old));
            if (same > 0) {
                keep(at, old, same, visitor);
                at += same;
                old += same;
            } else {
                int match = find(at, old, last);
                decode(at, match < last ? match : -1);
                visitor.visit(counters);
                at++;
                old = Math.min(match + 1, last);
            }
        }
        now.count = found;
        Half spare = before;
        before = now;
        now = spare;
    }

    /// How many processes there are in the half `now`.
    private int run() {
        int found = program.run(now.number);
        while (found > program.capacity()) {
            grow(found);
            found = program.run(now.number);
        }
        return found;
    }

    private void grow(int needed) {
        RecordProgram larger;
        try {
            larger = loader.load(Integer.highestOneBit(needed) * 2);
        } catch (BpfUnavailableException e) {
            throw new IllegalStateException("no more room for processes", e);
        }
        program.close();
        program = larger;
        records = larger.records();
        now = new Half(0, larger.capacity());
        before = new Half(1, larger.capacity());
    }

    private long offset(Half half, int index) {
        return ((long) half.number * program.capacity() + index) * RECORD;
    }

    /// How many records from here on are, byte for byte, what they were; at most `most`.
    private int sameFrom(int at, int old, int most) {
        if (most <= 0) {
            return 0;
        }
        long here = offset(now, at);
        long there = offset(before, old);
        long bytes = (long) most * RECORD;
        long differs =
                MemorySegment.mismatch(records, here, here + bytes, records, there, there + bytes);
        return differs < 0 ? most : (int) (differs / RECORD);
    }

    private void keep(int at, int old, int same, Visitor visitor) {
        System.arraycopy(before.pids, old, now.pids, at, same);
        System.arraycopy(before.userNanos, old, now.userNanos, at, same);
        System.arraycopy(before.systemNanos, old, now.systemNanos, at, same);
        for (int i = at; i < at + same; i++) {
            if (!visitor.stays(now.pids[i])) {
                decode(i, old + i - at);
                visitor.visit(counters);
            }
        }
    }

    /// Where the process of record `at` was in the pass before, at `old` or behind it: those
    /// between have ended. `last` when it is new, which is what stands behind all others.
    private int find(int at, int old, int last) {
        MemorySegment.copy(records, JAVA_BYTE, offset(now, at), record, 0, RECORD);
        int pid = TaskRecord.intAt(record, TaskRecord.PID);
        for (int i = old; i < last; i++) {
            if (before.pids[i] == pid) {
                return i;
            }
        }
        return last;
    }

    /// Fills the counters from record `at`.
    ///
    /// @param old the same process in the pass before, negative when there is none
    private void decode(int at, int old) {
        MemorySegment.copy(records, JAVA_BYTE, offset(now, at), record, 0, RECORD);
        totals.pid = TaskRecord.intAt(record, TaskRecord.PID);
        totals.begin(0);
        totals.add(record, 0);
        totals.setLeader(record, 0);
        boolean known = old >= 0 && startOf(old) == TaskRecord.longAt(record, TaskRecord.START);
        totals.userNanos = known ? before.userNanos[old] : 0;
        totals.systemNanos = known ? before.systemNanos[old] : 0;
        totals.adjustTimes();
        totals.fill(counters, units);
        now.pids[at] = totals.pid;
        now.userNanos[at] = totals.userNanos;
        now.systemNanos[at] = totals.systemNanos;
    }

    private long startOf(int old) {
        return records.get(JAVA_LONG, offset(before, old) + TaskRecord.START);
    }

    @Override
    public void close() {
        program.close();
    }
}

package dev.procdeck.host.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/// Holders of sockets from the kernel program that walks all open files in one call ([WalkProgram],
/// Linux 6.7). Belongs to one thread.
final class WalkOwnerPass implements OwnerPass {
    private static final int FIRST_CAPACITY = 4096;
    private static final int RECORDS_AT_ONCE = 1024;

    private final byte[] buffer = new byte[RECORDS_AT_ONCE * OwnerRecord.BYTES];
    private WalkProgram program;
    private int half;

    /// In the other half; negative when it counts for nothing.
    private int lastFound = -1;

    private WalkOwnerPass(WalkProgram program) {
        this.program = program;
    }

    static WalkOwnerPass load() throws BpfUnavailableException {
        return new WalkOwnerPass(load(FIRST_CAPACITY));
    }

    private static WalkProgram load(int capacity) throws BpfUnavailableException {
        return WalkProgram.load("owners.bpf.o", "walk_owners", capacity, OwnerRecord.BYTES);
    }

    @Override
    public boolean run(IteratorProgram.Sink sink) {
        int found = program.run(half);
        while (found > program.capacity()) {
            grow(found);
            found = program.run(half);
        }
        boolean changed = found != lastFound || differs(found);
        if (changed) {
            // Until all are taken there is nothing to compare with.
            lastFound = -1;
            hand(found, sink);
        }
        lastFound = found;
        half = 1 - half;
        return changed;
    }

    private void grow(int needed) {
        WalkProgram larger;
        try {
            larger = load(Integer.highestOneBit(needed) * 2);
        } catch (BpfUnavailableException e) {
            throw new IllegalStateException("no more room for owners of sockets", e);
        }
        program.close();
        program = larger;
        half = 0;
        lastFound = -1;
    }

    private long offset(int ofHalf) {
        return (long) ofHalf * program.capacity() * OwnerRecord.BYTES;
    }

    private boolean differs(int found) {
        MemorySegment records = program.records();
        long bytes = (long) found * OwnerRecord.BYTES;
        long here = offset(half);
        long there = offset(1 - half);
        return MemorySegment.mismatch(records, here, here + bytes, records, there, there + bytes)
                >= 0;
    }

    private void hand(int found, IteratorProgram.Sink sink) {
        for (int at = 0; at < found; at += RECORDS_AT_ONCE) {
            int bytes = Math.min(RECORDS_AT_ONCE, found - at) * OwnerRecord.BYTES;
            long from = offset(half) + (long) at * OwnerRecord.BYTES;
            MemorySegment.copy(program.records(), JAVA_BYTE, from, buffer, 0, bytes);
            sink.take(buffer, bytes);
        }
    }

    @Override
    public void close() {
        program.close();
    }
}

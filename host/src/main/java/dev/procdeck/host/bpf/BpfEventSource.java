package dev.procdeck.host.bpf;

import dev.procdeck.host.bpf.EventRecord.MalformedRecordException;
import dev.procdeck.host.events.ProcessEventSource;
import dev.procdeck.host.libc.EventFd;
import dev.procdeck.host.procfs.ProcFs;

/// Process events from our own kernel program. For one thread, but for [#wake].
public final class BpfEventSource implements ProcessEventSource {
    /// Some 2,000 short lives with their command lines.
    static final int RING_BYTES = 1 << 20;

    /// Asking costs a few system calls, and the answer is nearly always 0.
    private static final long MISSED_PERIOD_NANOS = 1_000_000_000L;

    private final EventProgram program;
    private final GroupNames groups;
    private final ProcFs proc;
    private final int ringBytes;
    private final EventFd wake = EventFd.open();
    private final byte[] scratch = new byte[EventRecord.ARGUMENTS + EventRecord.MAX_ARGUMENT_BYTES];
    private long droppedBefore;
    private long missed;
    private long missedAtNanos;

    private BpfEventSource(EventProgram program, ProcFs proc, int ringBytes) {
        this.program = program;
        this.groups = new GroupNames(proc);
        this.proc = proc;
        this.ringBytes = ringBytes;
        missed = program.missed();
        missedAtNanos = System.nanoTime();
        droppedBefore = program.dropped() + missed;
        setEager(false);
    }

    /// Loads the kernel program; events are kept for the reader from now on.
    public static BpfEventSource load(ProcFs proc) throws BpfUnavailableException {
        return load(proc, RING_BYTES);
    }

    static BpfEventSource load(ProcFs proc, int ringBytes) throws BpfUnavailableException {
        return new BpfEventSource(
                EventProgram.load(ringBytes, proc.units().pageBytes()), proc, ringBytes);
    }

    @Override
    public String name() {
        return "bpf";
    }

    /// A lazy reader is woken while a third of the room is still free.
    @Override
    public void setEager(boolean eager) {
        program.setWakeBytes(eager ? 0 : ringBytes * 2L / 3);
    }

    @Override
    public void await(int timeoutMillis) {
        wake.await(program.ringFd(), timeoutMillis);
    }

    @Override
    public void pause(int timeoutMillis) {
        wake.await(-1, timeoutMillis);
    }

    @Override
    public void wake() {
        wake.signal();
    }

    @Override
    public void read(Sink sink) {
        program.ring().drain(scratch, (bytes, length) -> take(bytes, length, sink));
        long dropped = program.dropped() + missed();
        if (dropped != droppedBefore) {
            long count = dropped - droppedBefore;
            droppedBefore = dropped;
            sink.lost(count);
        }
    }

    private long missed() {
        long now = System.nanoTime();
        if (now - missedAtNanos >= MISSED_PERIOD_NANOS) {
            missedAtNanos = now;
            missed = program.missed();
        }
        return missed;
    }

    private void take(byte[] bytes, int length, Sink sink) {
        try {
            switch (EventRecord.decode(bytes, length, proc.units(), groups::find)) {
                case EventRecord.Decoded.OfProcess(var event) -> sink.take(event);
                case EventRecord.Decoded.NewGroup(long id, long parent, String name) ->
                        groups.add(id, parent, name);
            }
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a record of our own program", e);
        }
    }

    @Override
    public void close() {
        program.close();
        wake.close();
    }
}

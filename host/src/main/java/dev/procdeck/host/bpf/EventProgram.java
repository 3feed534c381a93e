package dev.procdeck.host.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.procdeck.host.bpf.Libbpf.LoadException;
import dev.procdeck.host.libc.LibcException;
import dev.procdeck.host.libc.MappedMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The loaded kernel program of process events with the memory that it shares. For one thread.
final class EventProgram implements AutoCloseable {
    private static final VarHandle LONG = JAVA_LONG.varHandle();
    private static final long DROPPED = 0;
    private static final long WAKE_BYTES = 8;
    private static final List<String> PROGRAMS =
            List.of("on_new_group", "on_exit", "on_exec", "on_fork");

    private final Libbpf libbpf;
    private final MemorySegment object;
    private final List<MemorySegment> links;
    private final MappedMemory control;
    private final RingBuffer ring;
    private final int ringFd;
    private final int[] programFds;

    private EventProgram(
            Libbpf libbpf,
            MemorySegment object,
            List<MemorySegment> links,
            MappedMemory control,
            RingBuffer ring,
            int ringFd,
            int[] programFds) {
        this.libbpf = libbpf;
        this.object = object;
        this.links = links;
        this.control = control;
        this.ring = ring;
        this.ringFd = ringFd;
        this.programFds = programFds;
    }

    /// Loads and attaches the program.
    ///
    /// @param ringBytes a power of two and of whole pages
    static EventProgram load(int ringBytes, long pageBytes) throws BpfUnavailableException {
        byte[] bytes = IteratorProgram.read("events.bpf.o");
        Libbpf libbpf = Libbpf.open();
        MemorySegment object = null;
        List<MemorySegment> links = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            object = libbpf.openObject(arena.allocateFrom(JAVA_BYTE, bytes));
            IteratorProgram.writeConfig(libbpf.constants(object));
            libbpf.setMaxEntries(object, "events", ringBytes);
            libbpf.loadObject(object);
            int ringFd = libbpf.mapFd(object, "events");
            MappedMemory control =
                    MappedMemory.of(libbpf.mapFd(object, ".bss"), 0, pageBytes, true);
            RingBuffer ring = new RingBuffer(ringFd, ringBytes, pageBytes);
            int[] programFds = new int[PROGRAMS.size()];
            for (int i = 0; i < programFds.length; i++) {
                programFds[i] = libbpf.programFd(object, PROGRAMS.get(i));
                links.add(libbpf.attach(object, PROGRAMS.get(i)));
            }
            return new EventProgram(libbpf, object, links, control, ring, ringFd, programFds);
        } catch (LoadException e) {
            release(libbpf, object, links);
            throw new BpfUnavailableException(IteratorProgram.reasonOf(e));
        } catch (LibcException e) {
            release(libbpf, object, links);
            throw new BpfUnavailableException("no memory can be shared with the kernel: " + e);
        }
    }

    private static void release(
            Libbpf libbpf, @Nullable MemorySegment object, List<MemorySegment> links) {
        links.forEach(libbpf::destroyLink);
        if (object != null) {
            libbpf.closeObject(object);
        }
    }

    int ringFd() {
        return ringFd;
    }

    RingBuffer ring() {
        return ring;
    }

    /// How many records found no room since the program was loaded.
    long dropped() {
        return (long) LONG.getAcquire(control.segment(), DROPPED);
    }

    /// How many events our programs did not see because they were busy with another one.
    long missed() {
        long missed = 0;
        for (int fd : programFds) {
            missed += libbpf.recursionMisses(fd);
        }
        return missed;
    }

    /// The reader is woken when this much waits; 0 wakes it for the first record.
    void setWakeBytes(long bytes) {
        LONG.setRelease(control.segment(), WAKE_BYTES, bytes);
    }

    @Override
    public void close() {
        links.forEach(libbpf::destroyLink);
        ring.close();
        control.close();
        libbpf.closeObject(object);
    }
}

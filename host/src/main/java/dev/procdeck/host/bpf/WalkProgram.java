package dev.procdeck.host.bpf;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.procdeck.host.bpf.Libbpf.LoadException;
import dev.procdeck.host.libc.LibcException;
import dev.procdeck.host.libc.MappedMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A kernel program that writes all its records into memory that is mapped here, in one call:
/// walk.bpf.c for processes, owners.bpf.c for holders of sockets. Belongs to one thread.
final class WalkProgram implements RecordProgram {
    /// `struct bpf_test_run_opts` of libbpf.
    private static final int OPTIONS_BYTES = 80;

    private static final int OPTIONS_CONTEXT = 32;
    private static final int OPTIONS_CONTEXT_BYTES = 48;
    private static final int OPTIONS_ANSWER = 56;

    /// `struct pass` of the C programs.
    private static final int PASS_BYTES = 8;

    private final Libbpf libbpf;
    private final MemorySegment object;
    private final int programFd;
    private final MappedMemory records;
    private final int capacity;
    private final MemorySegment state;
    private final MemorySegment pass;
    private final MemorySegment options;

    private WalkProgram(
            Libbpf libbpf,
            MemorySegment object,
            int programFd,
            MappedMemory records,
            int capacity,
            Arena arena) {
        this.libbpf = libbpf;
        this.object = object;
        this.programFd = programFd;
        this.records = records;
        this.capacity = capacity;
        this.state = Libbpf.allocateState(arena);
        this.pass = arena.allocate(PASS_BYTES, 8);
        this.options = arena.allocate(OPTIONS_BYTES, 8);
        options.set(JAVA_LONG, 0, OPTIONS_BYTES);
        options.set(JAVA_LONG, OPTIONS_CONTEXT, pass.address());
        options.set(JAVA_INT, OPTIONS_CONTEXT_BYTES, PASS_BYTES);
    }

    /// Loads `resource` (beside this class) with room for `capacity` records, twice.
    static WalkProgram load(String resource, String name, int capacity, int recordBytes)
            throws BpfUnavailableException {
        if (!IteratorProgram.isInInitialNamespace()) {
            // Translating pids within the walk costs the kernel's verifier seconds at each load.
            throw new BpfUnavailableException("the walk is for the initial PID namespace");
        }
        byte[] bytes = IteratorProgram.read(resource);
        Libbpf libbpf = Libbpf.open();
        MemorySegment object = null;
        try (Arena arena = Arena.ofConfined()) {
            object = libbpf.openObject(arena.allocateFrom(JAVA_BYTE, bytes));
            IteratorProgram.writeConfig(libbpf.constants(object));
            libbpf.setMaxEntries(object, "records", 2 * capacity);
            libbpf.loadObject(object);
            return new WalkProgram(
                    libbpf,
                    object,
                    libbpf.programFd(object, name),
                    MappedMemory.of(
                            libbpf.mapFd(object, "records"), 0, 2L * capacity * recordBytes, false),
                    capacity,
                    Arena.ofAuto());
        } catch (LoadException e) {
            if (object != null) {
                libbpf.closeObject(object);
            }
            throw new BpfUnavailableException(IteratorProgram.reasonOf(e));
        }
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public MemorySegment records() {
        return records.segment();
    }

    @Override
    public int run(int half) {
        pass.set(JAVA_INT, 0, half * capacity);
        pass.set(JAVA_INT, 4, capacity);
        int result = libbpf.runProgram(state, programFd, options);
        if (result < 0) {
            throw new LibcException("run the kernel program", result);
        }
        return options.get(JAVA_INT, OPTIONS_ANSWER);
    }

    @Override
    public void close() {
        records.close();
        libbpf.closeObject(object);
    }
}

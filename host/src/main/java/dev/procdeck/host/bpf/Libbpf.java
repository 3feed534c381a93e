package dev.procdeck.host.bpf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The functions of libbpf 1.x that are needed here. In that version integers are the negated errno
/// on failure, and pointers are null with errno set. Thread-safe.
final class Libbpf {
    private static final String NAME = "libbpf.so.1";

    /// struct bpf_prog_info of linux/bpf.h up to recursion_misses; the kernel fills what we ask
    /// for.
    private static final int PROGRAM_INFO_BYTES = 216;

    private static final long RECURSION_MISSES = 208;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout()
                    .varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private final SymbolLookup library;
    private final MethodHandle openMemory;
    private final MethodHandle load;
    private final MethodHandle closeObject;
    private final MethodHandle findMap;
    private final MethodHandle initialValue;
    private final MethodHandle findProgram;
    private final MethodHandle attachIterator;
    private final MethodHandle linkFd;
    private final MethodHandle destroyLink;
    private final MethodHandle createIterator;
    private final MethodHandle attachProgram;
    private final MethodHandle mapFd;
    private final MethodHandle setMaxEntries;
    private final MethodHandle programFd;
    private final MethodHandle objectInfo;
    private final MethodHandle runProgram;

    /// Opens the library and silences it: what fails is told by its errno.
    static Libbpf open() throws BpfUnavailableException {
        try {
            return new Libbpf(SymbolLookup.libraryLookup(NAME, Arena.global()));
        } catch (IllegalArgumentException _) {
            throw new BpfUnavailableException(NAME + " is not installed (package libbpf1)");
        }
    }

    private Libbpf(SymbolLookup library) {
        this.library = library;
        openMemory = bind("bpf_object__open_mem", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
        load = bind("bpf_object__load", JAVA_INT, ADDRESS);
        findMap = bind("bpf_object__find_map_by_name", ADDRESS, ADDRESS, ADDRESS);
        initialValue = bind("bpf_map__initial_value", ADDRESS, ADDRESS, ADDRESS);
        findProgram = bind("bpf_object__find_program_by_name", ADDRESS, ADDRESS, ADDRESS);
        attachIterator = bind("bpf_program__attach_iter", ADDRESS, ADDRESS, ADDRESS);
        linkFd = bind("bpf_link__fd", JAVA_INT, ADDRESS);
        destroyLink = bind("bpf_link__destroy", JAVA_INT, ADDRESS);
        createIterator = bind("bpf_iter_create", JAVA_INT, JAVA_INT);
        attachProgram = bind("bpf_program__attach", ADDRESS, ADDRESS);
        mapFd = bind("bpf_map__fd", JAVA_INT, ADDRESS);
        programFd = bind("bpf_program__fd", JAVA_INT, ADDRESS);
        objectInfo = bind("bpf_obj_get_info_by_fd", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
        setMaxEntries = bind("bpf_map__set_max_entries", JAVA_INT, ADDRESS, JAVA_INT);
        runProgram = bind("bpf_prog_test_run_opts", JAVA_INT, JAVA_INT, ADDRESS);
        closeObject =
                LINKER.downcallHandle(
                        library.findOrThrow("bpf_object__close"),
                        FunctionDescriptor.ofVoid(ADDRESS));
        silence();
    }

    private MethodHandle bind(String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                library.findOrThrow(name),
                FunctionDescriptor.of(result, parameters),
                Linker.Option.captureCallState("errno"));
    }

    private void silence() {
        MethodHandle setPrint =
                LINKER.downcallHandle(
                        library.findOrThrow("libbpf_set_print"),
                        FunctionDescriptor.of(ADDRESS, ADDRESS));
        try {
            MemorySegment _ = (MemorySegment) setPrint.invokeExact(MemorySegment.NULL);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MemorySegment state(Arena arena) {
        return arena.allocate(Linker.Option.captureStateLayout());
    }

    /// Of a null pointer.
    private static int negatedErrno(MemorySegment state) {
        return -(int) ERRNO.get(state, 0L);
    }

    private static MemorySegment required(MemorySegment pointer, String what, MemorySegment state)
            throws LoadException {
        if (pointer.equals(MemorySegment.NULL)) {
            throw new LoadException(what, negatedErrno(state));
        }
        return pointer;
    }

    /// A step of loading that failed.
    static final class LoadException extends Exception {
        private static final long serialVersionUID = 1L;
        final int result;

        LoadException(String what, int result) {
            super(what);
            this.result = result;
        }
    }

    MemorySegment openObject(MemorySegment bytes) throws LoadException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            return required(
                    (MemorySegment)
                            openMemory.invokeExact(
                                    state, bytes, bytes.byteSize(), MemorySegment.NULL),
                    "open the program",
                    state);
        } catch (Throwable e) {
            throw loadFailure(e);
        }
    }

    void loadObject(MemorySegment object) throws LoadException {
        try (Arena arena = Arena.ofConfined()) {
            int result = (int) load.invokeExact(state(arena), object);
            if (result < 0) {
                throw new LoadException("load the program", result);
            }
        } catch (Throwable e) {
            throw loadFailure(e);
        }
    }

    void closeObject(MemorySegment object) {
        try {
            closeObject.invokeExact(object);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// The memory of the constants of an object that is open and not loaded yet.
    MemorySegment constants(MemorySegment object) throws LoadException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            MemorySegment map = map(object, ".rodata", arena, state);
            MemorySegment size = arena.allocate(JAVA_LONG);
            MemorySegment value =
                    required(
                            (MemorySegment) initialValue.invokeExact(state, map, size),
                            "write the constants",
                            state);
            return value.reinterpret(size.get(JAVA_LONG, 0));
        } catch (Throwable e) {
            throw loadFailure(e);
        }
    }

    /// Attaches the iterator program of this name; the answer is its link.
    MemorySegment attachIterator(MemorySegment object, String name) throws LoadException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            MemorySegment program = program(object, name, arena, state);
            return required(
                    (MemorySegment) attachIterator.invokeExact(state, program, MemorySegment.NULL),
                    "attach the program",
                    state);
        } catch (Throwable e) {
            throw loadFailure(e);
        }
    }

    /// Attaches the program of this name to what its section names; the answer is its link.
    MemorySegment attach(MemorySegment object, String name) throws LoadException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            MemorySegment program = program(object, name, arena, state);
            return required(
                    (MemorySegment) attachProgram.invokeExact(state, program),
                    "attach the program",
                    state);
        } catch (Throwable e) {
            throw loadFailure(e);
        }
    }

    /// The descriptor of a map of a loaded object; the object owns it.
    int mapFd(MemorySegment object, String name) throws LoadException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            int fd = (int) mapFd.invokeExact(state, map(object, name, arena, state));
            if (fd < 0) {
                throw new LoadException("find the map " + name, fd);
            }
            return fd;
        } catch (Throwable e) {
            throw loadFailure(e);
        }
    }

    /// Sets the size of a map of an object that is not loaded yet.
    void setMaxEntries(MemorySegment object, String name, int entries) throws LoadException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            int result =
                    (int)
                            setMaxEntries.invokeExact(
                                    state, map(object, name, arena, state), entries);
            if (result < 0) {
                throw new LoadException("size the map " + name, result);
            }
        } catch (Throwable e) {
            throw loadFailure(e);
        }
    }

    /// The descriptor of a program of a loaded object; the object owns it.
    int programFd(MemorySegment object, String name) throws LoadException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            MemorySegment program = program(object, name, arena, state);
            return (int) programFd.invokeExact(state, program);
        } catch (Throwable e) {
            throw loadFailure(e);
        }
    }

    /// Memory for the `state` of [#runProgram].
    static MemorySegment allocateState(Arena arena) {
        return state(arena);
    }

    /// Runs a program of type "syscall" once; 0 or the negated errno. Allocates nothing.
    ///
    /// @param options a `struct bpf_test_run_opts`
    int runProgram(MemorySegment state, int fd, MemorySegment options) {
        try {
            return (int) runProgram.invokeExact(state, fd, options);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// How often a program was skipped because it already ran on that CPU: `recursion_misses` of
    /// struct bpf_prog_info. 0 on kernels before 5.12, which do not count.
    long recursionMisses(int programFd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(PROGRAM_INFO_BYTES, 8);
            MemorySegment length = arena.allocateFrom(JAVA_INT, PROGRAM_INFO_BYTES);
            int result = (int) objectInfo.invokeExact(state(arena), programFd, info, length);
            return result < 0 ? 0 : info.get(JAVA_LONG, RECURSION_MISSES);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// What a call of this class may throw: libbpf's refusal as it is; anything else is a bug of
    /// ours in the call itself.
    private static LoadException loadFailure(Throwable thrown) {
        if (thrown instanceof LoadException refused) {
            return refused;
        }
        throw new AssertionError(thrown);
    }

    private MemorySegment program(
            MemorySegment object, String name, Arena arena, MemorySegment state) throws Throwable {
        return required(
                (MemorySegment) findProgram.invokeExact(state, object, arena.allocateFrom(name)),
                "find the program " + name,
                state);
    }

    private MemorySegment map(MemorySegment object, String name, Arena arena, MemorySegment state)
            throws Throwable {
        return required(
                (MemorySegment) findMap.invokeExact(state, object, arena.allocateFrom(name)),
                "find the map " + name,
                state);
    }

    /// A new file whose reads run the iterator from its start; a descriptor or the negated errno.
    int createIterator(MemorySegment link) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = state(arena);
            int fd = (int) linkFd.invokeExact(state, link);
            int result = fd < 0 ? fd : (int) createIterator.invokeExact(state, fd);
            return result == -1 ? negatedErrno(state) : result;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    void destroyLink(MemorySegment link) {
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) destroyLink.invokeExact(state(arena), link);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}

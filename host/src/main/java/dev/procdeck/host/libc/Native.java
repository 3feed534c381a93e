package dev.procdeck.host.libc;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/// Binding of C functions and the memory that their calls share. Everything is per thread.
final class Native {
    /// As large as one read of a kernel file is worth; also a path's room.
    static final int SCRATCH_BYTES = 64 * 1024;

    private static final int PATH_BYTES = 4096;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<Native> OF_THREAD = ThreadLocal.withInitial(Native::new);

    final MemorySegment state;
    final MemorySegment scratch;
    private final MemorySegment path;

    private Native() {
        // Freed with the thread: nobody closes a thread local.
        Arena arena = Arena.ofAuto();
        state = arena.allocate(CALL_STATE);
        path = arena.allocate(PATH_BYTES, 8);
        scratch = arena.allocate(SCRATCH_BYTES, 8);
    }

    static Native ofThread() {
        return OF_THREAD.get();
    }

    /// A function whose errno is captured; its first parameter is [#state].
    static MethodHandle bind(String name, FunctionDescriptor descriptor, Linker.Option... more) {
        Linker.Option[] options = new Linker.Option[more.length + 1];
        options[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(more, 0, options, 1, more.length);
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
    }

    /// The negated errno of the call just made.
    int negatedErrno() {
        return -(int) ERRNO.get(state, 0L);
    }

    int result(int answer) {
        return answer >= 0 ? answer : negatedErrno();
    }

    long result(long answer) {
        return answer >= 0 ? answer : negatedErrno();
    }

    /// The path as a C string, valid until this thread's next call. Callers pass names of their own
    /// making, never text from outside.
    MemorySegment path(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= PATH_BYTES || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("not a path: " + bytes.length + " bytes");
        }
        MemorySegment.copy(bytes, 0, path, JAVA_BYTE, 0, bytes.length);
        path.set(JAVA_BYTE, bytes.length, (byte) 0);
        return path;
    }

    /// `number/name` as a C string without making a String of it; an empty name leaves the slash
    /// out.
    MemorySegment path(int number, byte[] name) {
        int length = 0;
        int digits = number;
        int divisor = 1;
        while (digits / divisor >= 10) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            put(length++, '0' + digits / divisor % 10);
        }
        if (name.length > 0) {
            put(length++, '/');
        }
        for (byte b : name) {
            put(length++, b);
        }
        put(length, 0);
        return path;
    }

    private void put(int index, int value) {
        path.set(JAVA_BYTE, index, (byte) value);
    }

    /// An unexpected exception out of a downcall is a broken binding, not a run-time condition.
    static AssertionError broken(Throwable cause) {
        return new AssertionError("foreign call", cause);
    }
}

package dev.procdeck.host.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Memory that is shared with the kernel through a descriptor, mmap(2). Nobody may touch the
/// segment after [#close].
public final class MappedMemory implements AutoCloseable {
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 1;
    private static final long MAP_FAILED = -1;

    private static final MethodHandle MMAP =
            Native.bind(
                    "mmap",
                    FunctionDescriptor.of(
                            ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP =
            Native.bind("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));

    private final MemorySegment segment;

    private MappedMemory(MemorySegment segment) {
        this.segment = segment;
    }

    /// Maps `bytes` of a descriptor from `offset` on; both are whole pages.
    public static MappedMemory of(int fd, long offset, long bytes, boolean writable) {
        Native n = Native.ofThread();
        int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
        try {
            MemorySegment address =
                    (MemorySegment)
                            MMAP.invokeExact(
                                    n.state,
                                    MemorySegment.NULL,
                                    bytes,
                                    protection,
                                    MAP_SHARED,
                                    fd,
                                    offset);
            if (address.address() == MAP_FAILED) {
                throw new LibcException("mmap", n.negatedErrno());
            }
            return new MappedMemory(address.reinterpret(bytes));
        } catch (LibcException e) {
            throw e;
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    public MemorySegment segment() {
        return segment;
    }

    @Override
    public void close() {
        Native n = Native.ofThread();
        try {
            int _ = (int) MUNMAP.invokeExact(n.state, segment, segment.byteSize());
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }
}

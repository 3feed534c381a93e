package dev.procdeck.host.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Space of a mounted file system, statvfs(3). Immutable.
///
/// The call blocks for as long as a network file system does not answer.
///
/// @param availableBytes what users without rights may still take
public record StatVfs(
        long totalBytes, long freeBytes, long availableBytes, long totalInodes, long freeInodes) {

    /// `struct statvfs` of 64-bit glibc and musl: eleven words, then spare integers.
    static final long SIZE_BYTES = 112;

    private static final MethodHandle STATVFS =
            Native.bind("statvfs", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

    /// @param path the bytes of the mount point, without a terminating zero
    public static Reading<StatVfs> read(byte[] path) {
        Native n = Native.ofThread();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(path.length + 1L);
            MemorySegment.copy(path, 0, name, JAVA_BYTE, 0, path.length);
            MemorySegment out = arena.allocate(SIZE_BYTES, 8);
            int result = n.result((int) STATVFS.invokeExact(n.state, name, out));
            if (result == 0) {
                return Reading.of(parse(out));
            }
            return Errno.kindOf(-result) == Errno.Kind.DENIED
                    ? Reading.denied("statvfs")
                    : Reading.unsupported("statvfs: " + Errno.nameOf(-result));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    static StatVfs parse(MemorySegment statvfs) {
        long unit = word(statvfs, 1);
        return new StatVfs(
                bytes(word(statvfs, 2), unit),
                bytes(word(statvfs, 3), unit),
                bytes(word(statvfs, 4), unit),
                Math.max(0, word(statvfs, 5)),
                Math.max(0, word(statvfs, 6)));
    }

    private static long word(MemorySegment statvfs, int index) {
        return statvfs.get(JAVA_LONG, index * 8L);
    }

    /// A hostile file system (FUSE) may claim more blocks than a number holds.
    private static long bytes(long blocks, long unit) {
        if (blocks <= 0 || unit <= 0) {
            return 0;
        }
        return blocks > Long.MAX_VALUE / unit ? Long.MAX_VALUE : blocks * unit;
    }
}

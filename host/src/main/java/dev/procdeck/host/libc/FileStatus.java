package dev.procdeck.host.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/// Owner, size and inode of a file, statx(2). One instance is refilled by each call and belongs to
/// one thread.
public final class FileStatus {
    /// struct statx of linux/stat.h up to stx_size; its whole size is 256 bytes on every
    /// architecture.
    static final StructLayout STATX =
            MemoryLayout.structLayout(
                    JAVA_INT.withName("stx_mask"),
                    JAVA_INT.withName("stx_blksize"),
                    JAVA_LONG.withName("stx_attributes"),
                    JAVA_INT.withName("stx_nlink"),
                    JAVA_INT.withName("stx_uid"),
                    JAVA_INT.withName("stx_gid"),
                    JAVA_SHORT.withName("stx_mode"),
                    MemoryLayout.paddingLayout(2),
                    JAVA_LONG.withName("stx_ino"),
                    JAVA_LONG.withName("stx_size"),
                    MemoryLayout.paddingLayout(256 - 48));

    private static final long UID = offset("stx_uid");
    private static final long GID = offset("stx_gid");
    private static final long INODE = offset("stx_ino");
    private static final long SIZE = offset("stx_size");
    private static final int STATX_BASIC_STATS = 0x7ff;

    private static final MethodHandle CALL =
            Native.bind(
                    "statx",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
    private static final byte[] NO_NAME = {};

    public int uid;
    public int gid;
    public long inode;
    public long sizeBytes;

    private static long offset(String field) {
        return STATX.byteOffset(MemoryLayout.PathElement.groupElement(field));
    }

    /// Follows links. Answers 0 or the negated errno; the fields count after 0 only.
    public int read(int directory, String path) {
        Native n = Native.ofThread();
        return read(n, directory, n.path(path));
    }

    /// The same for the entry `number` of a directory, such as a process below /proc.
    public int read(int directory, int number) {
        Native n = Native.ofThread();
        return read(n, directory, n.path(number, NO_NAME));
    }

    /// The same for `number/name`.
    public int read(int directory, int number, byte[] name) {
        Native n = Native.ofThread();
        return read(n, directory, n.path(number, name));
    }

    private int read(Native n, int directory, MemorySegment path) {
        int result;
        try {
            result =
                    n.result(
                            (int)
                                    CALL.invokeExact(
                                            n.state,
                                            directory,
                                            path,
                                            0,
                                            STATX_BASIC_STATS,
                                            n.scratch));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
        if (result == 0) {
            uid = n.scratch.get(JAVA_INT, UID);
            gid = n.scratch.get(JAVA_INT, GID);
            inode = n.scratch.get(JAVA_LONG, INODE);
            sizeBytes = n.scratch.get(JAVA_LONG, SIZE);
        }
        return result;
    }
}

package dev.procdeck.host.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Files by descriptor. Every call answers its result or the negated errno. Thread-safe.
public final class FileCalls {
    public static final int AT_FDCWD = -100;
    public static final int O_RDONLY = 0;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_CLOEXEC = 0x80000;

    /// Differs by architecture (fcntl.h): AArch64 swaps it with O_DIRECT's place.
    public static final int O_DIRECTORY =
            System.getProperty("os.arch", "").equals("aarch64") ? 0x4000 : 0x10000;

    private static final MethodHandle OPENAT =
            Native.bind(
                    "openat",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
                    Linker.Option.firstVariadicArg(3));
    private static final MethodHandle READ =
            Native.bind("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle PREAD =
            Native.bind(
                    "pread",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
    private static final MethodHandle LSEEK =
            Native.bind("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE =
            Native.bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle GETDENTS64 =
            Native.bind(
                    "getdents64", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle READLINKAT =
            Native.bind(
                    "readlinkat",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));

    private static final byte[] NO_NAME = {};

    private FileCalls() {}

    /// openat(2); close-on-exec is always set.
    public static int open(int directory, String path, int flags) {
        Native n = Native.ofThread();
        return open(n, directory, n.path(path), flags);
    }

    /// Opens `number/name` below a directory, for /proc, read-only and without garbage.
    public static int open(int directory, int number, byte[] name) {
        Native n = Native.ofThread();
        return open(n, directory, n.path(number, name), O_RDONLY);
    }

    private static int open(Native n, int directory, MemorySegment path, int flags) {
        try {
            return n.result((int) OPENAT.invokeExact(n.state, directory, path, flags | O_CLOEXEC));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    public static int close(int fd) {
        Native n = Native.ofThread();
        try {
            return n.result((int) CLOSE.invokeExact(n.state, fd));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    /// One read(2) of at most 64 KiB into `into` from `offset` on.
    public static int read(int fd, byte[] into, int offset) {
        Native n = Native.ofThread();
        long wanted = Math.min(into.length - offset, Native.SCRATCH_BYTES);
        try {
            long got = n.result((long) READ.invokeExact(n.state, fd, n.scratch, wanted));
            return copyOut(n, got, into, offset);
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    /// One pread(2) from the file's start of at most 64 KiB; a kernel file is made anew by each.
    public static int readStart(int fd, byte[] into) {
        Native n = Native.ofThread();
        long wanted = Math.min(into.length, Native.SCRATCH_BYTES);
        try {
            long got = n.result((long) PREAD.invokeExact(n.state, fd, n.scratch, wanted, 0L));
            return copyOut(n, got, into, 0);
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    private static int copyOut(Native n, long got, byte[] into, int offset) {
        if (got > 0) {
            MemorySegment.copy(n.scratch, JAVA_BYTE, 0, into, offset, (int) got);
        }
        return (int) got;
    }

    /// Reads until the end of the file or of `into`; a full `into` means there may be more.
    public static int readToEnd(int fd, byte[] into) {
        int have = 0;
        while (have < into.length) {
            int got = read(fd, into, have);
            if (got == -Errno.EINTR) {
                continue;
            }
            if (got <= 0) {
                return got < 0 ? got : have;
            }
            have += got;
        }
        return have;
    }

    /// Opens, reads to the end and closes.
    public static int readFile(int directory, String path, byte[] into) {
        return readAndClose(open(directory, path, O_RDONLY), into);
    }

    /// The same for `number/name`.
    public static int readFile(int directory, int number, byte[] name, byte[] into) {
        return readAndClose(open(directory, number, name), into);
    }

    private static int readAndClose(int fd, byte[] into) {
        if (fd < 0) {
            return fd;
        }
        int got = readToEnd(fd, into);
        close(fd);
        return got;
    }

    /// readlinkat(2); a full `into` means that the target may be longer.
    public static int readLink(int directory, String path, byte[] into) {
        Native n = Native.ofThread();
        return readLink(n, directory, n.path(path), into);
    }

    /// The same for the entry `number` of a directory, such as a descriptor below /proc/PID/fd.
    public static int readLink(int directory, int number, byte[] into) {
        return readLink(directory, number, NO_NAME, into);
    }

    /// The same for `number/name`.
    public static int readLink(int directory, int number, byte[] name, byte[] into) {
        Native n = Native.ofThread();
        return readLink(n, directory, n.path(number, name), into);
    }

    private static int readLink(Native n, int directory, MemorySegment path, byte[] into) {
        long wanted = Math.min(into.length, Native.SCRATCH_BYTES);
        try {
            long got =
                    n.result(
                            (long)
                                    READLINKAT.invokeExact(
                                            n.state, directory, path, n.scratch, wanted));
            return copyOut(n, got, into, 0);
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    /// Takes a directory's entries back to its start.
    static int rewind(int fd) {
        Native n = Native.ofThread();
        try {
            return (int) n.result((long) LSEEK.invokeExact(n.state, fd, 0L, 0));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    /// One getdents64(2) into the thread's scratch memory; answers the bytes that it filled.
    static int entries(Native n, int fd) {
        try {
            return (int)
                    n.result(
                            (long)
                                    GETDENTS64.invokeExact(
                                            n.state, fd, n.scratch, (long) Native.SCRATCH_BYTES));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }
}

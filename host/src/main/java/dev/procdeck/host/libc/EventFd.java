package dev.procdeck.host.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// An eventfd(2), by which any thread wakes the one that waits for a descriptor in poll(2).
public final class EventFd implements AutoCloseable {
    private static final int EFD_NONBLOCK = 0x800;
    private static final int EFD_CLOEXEC = 0x80000;
    private static final short POLLIN = 1;
    private static final long POLLFD_BYTES = 8;

    private static final MethodHandle CREATE =
            Native.bind("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle WRITE =
            Native.bind("eventfd_write", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle READ =
            Native.bind("eventfd_read", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle POLL =
            Native.bind("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    private final int fd;

    private EventFd(int fd) {
        this.fd = fd;
    }

    public static EventFd open() {
        Native n = Native.ofThread();
        int fd;
        try {
            fd = n.result((int) CREATE.invokeExact(n.state, 0, EFD_NONBLOCK | EFD_CLOEXEC));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
        if (fd < 0) {
            throw new LibcException("eventfd", fd);
        }
        return new EventFd(fd);
    }

    /// Ends the wait that goes on now, or else the next one. From any thread.
    public void signal() {
        Native n = Native.ofThread();
        try {
            int _ = (int) WRITE.invokeExact(n.state, fd, 1L);
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    /// Waits until `other` can be read, a signal comes or the time is over; takes the signal.
    ///
    /// @param other a descriptor, or -1 to wait for a signal alone
    /// @return whether `other` can be read
    public boolean await(int other, int timeoutMillis) {
        Native n = Native.ofThread();
        MemorySegment fds = n.scratch;
        put(fds, 0, fd);
        put(fds, POLLFD_BYTES, other);
        try {
            int ready = n.result((int) POLL.invokeExact(n.state, fds, 2L, timeoutMillis));
            if (ready <= 0) {
                return false;
            }
            boolean readable = fds.get(JAVA_SHORT, POLLFD_BYTES + 6) != 0;
            if (fds.get(JAVA_SHORT, 6) != 0) {
                int _ = (int) READ.invokeExact(n.state, fd, n.scratch);
            }
            return readable;
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    private static void put(MemorySegment fds, long at, int descriptor) {
        fds.set(JAVA_INT, at, descriptor);
        fds.set(JAVA_SHORT, at + 4, POLLIN);
        fds.set(JAVA_SHORT, at + 6, (short) 0);
    }

    @Override
    public void close() {
        FileCalls.close(fd);
    }
}

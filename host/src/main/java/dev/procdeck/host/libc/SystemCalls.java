package dev.procdeck.host.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/// Constants of this kernel and of this process. Thread-safe.
public final class SystemCalls {
    private static final int SC_CLK_TCK = 2;
    private static final int SC_PAGESIZE = 30;
    private static final int RLIMIT_NOFILE = 7;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int CLOCK_THREAD_CPUTIME_ID = 3;
    private static final int CLOCK_BOOTTIME = 7;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final MethodHandle SYSCONF =
            Native.bind("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
    private static final MethodHandle GETRLIMIT =
            Native.bind("getrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle GETEUID =
            Native.bind("geteuid", FunctionDescriptor.of(JAVA_INT));

    private static final MethodHandle CLOCK_GETTIME =
            Native.bind("clock_gettime", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private SystemCalls() {}

    /// Clock ticks per second of /proc (USER_HZ), 100 on every current architecture.
    public static long clockTicksPerSecond() {
        return sysconf(SC_CLK_TCK);
    }

    public static long pageBytes() {
        return sysconf(SC_PAGESIZE);
    }

    private static long sysconf(int name) {
        try {
            return (long) SYSCONF.invokeExact(Native.ofThread().state, name);
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    /// How many descriptors this process may have open now (the soft limit).
    public static long openFileLimit() {
        Native n = Native.ofThread();
        try {
            int result = n.result((int) GETRLIMIT.invokeExact(n.state, RLIMIT_NOFILE, n.scratch));
            if (result < 0) {
                throw new LibcException("getrlimit", result);
            }
        } catch (LibcException e) {
            throw e;
        } catch (Throwable e) {
            throw Native.broken(e);
        }
        return n.scratch.get(JAVA_LONG, 0);
    }

    public static int effectiveUserId() {
        try {
            return (int) GETEUID.invokeExact(Native.ofThread().state);
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    /// Processor time that the calling platform thread has used, user and system.
    public static long threadCpuNanos() {
        return clockNanos(CLOCK_THREAD_CPUTIME_ID);
    }

    /// Time since boot, suspend included: the clock of process starts.
    public static long bootNanos() {
        return clockNanos(CLOCK_BOOTTIME);
    }

    /// Time since boot without suspend: the clock of the process connector.
    public static long monotonicNanos() {
        return clockNanos(CLOCK_MONOTONIC);
    }

    private static long clockNanos(int clock) {
        Native n = Native.ofThread();
        try {
            int result = n.result((int) CLOCK_GETTIME.invokeExact(n.state, clock, n.scratch));
            if (result < 0) {
                throw new LibcException("clock_gettime", result);
            }
        } catch (LibcException e) {
            throw e;
        } catch (Throwable e) {
            throw Native.broken(e);
        }
        return n.scratch.get(JAVA_LONG, 0) * NANOS_PER_SECOND + n.scratch.get(JAVA_LONG, 8);
    }
}

package dev.procdeck.host.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.BitSet;

/// Processes by pid and pidfd. Every call answers its result or the negated errno. Thread-safe.
public final class ProcessCalls {
    /// struct pollfd of poll(2).
    static final StructLayout POLLFD =
            MemoryLayout.structLayout(
                    JAVA_INT.withName("fd"),
                    JAVA_SHORT.withName("events"),
                    JAVA_SHORT.withName("revents"));

    /// sched_setaffinity(2) in bytes: room for 8,192 CPUs, the kernel's largest CONFIG_NR_CPUS.
    private static final long CPU_SET_BYTES = 1024;

    private static final short POLLIN = 1;
    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
    private static final long SYS_IOPRIO_SET = ARM ? 30 : 251;
    private static final long SYS_IOPRIO_GET = ARM ? 31 : 252;
    private static final long SYS_PIDFD_SEND_SIGNAL = 424;
    private static final long SYS_PIDFD_OPEN = 434;
    private static final int PRIO_PROCESS = 0;
    private static final int IOPRIO_WHO_PROCESS = 1;

    // glibc wraps the pidfd calls only since 2.36 and the ioprio calls never.
    private static final MethodHandle SYSCALL =
            Native.bind(
                    "syscall",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.firstVariadicArg(1));
    private static final MethodHandle POLL =
            Native.bind("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SETPRIORITY =
            Native.bind(
                    "setpriority", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle GETAFFINITY =
            Native.bind(
                    "sched_getaffinity",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    private static final MethodHandle SETAFFINITY =
            Native.bind(
                    "sched_setaffinity",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));

    private ProcessCalls() {}

    /// pidfd_open(2): a descriptor that means this process for ever, whatever becomes of the pid.
    public static int openPidfd(int pid) {
        return (int) call(SYS_PIDFD_OPEN, pid, 0, 0, 0);
    }

    /// pidfd_send_signal(2); ESRCH once the process has been waited for.
    public static int sendSignal(int pidfd, int signal) {
        return (int) call(SYS_PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0);
    }

    private static long call(long number, long a, long b, long c, long d) {
        Native n = Native.ofThread();
        try {
            return n.result((long) SYSCALL.invokeExact(n.state, number, a, b, c, d));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    /// poll(2) on a pidfd: 1 when the process has ended (a zombie counts), 0 when the time was
    /// over.
    public static int awaitEnd(int pidfd, int timeoutMillis) {
        Native n = Native.ofThread();
        n.scratch.set(JAVA_INT, 0, pidfd);
        n.scratch.set(JAVA_SHORT, 4, POLLIN);
        n.scratch.set(JAVA_SHORT, 6, (short) 0);
        try {
            return n.result((int) POLL.invokeExact(n.state, n.scratch, 1L, timeoutMillis));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    /// setpriority(2) for one process; note that Linux applies it to the one thread of that id.
    public static int setNice(int tid, int nice) {
        Native n = Native.ofThread();
        try {
            return n.result((int) SETPRIORITY.invokeExact(n.state, PRIO_PROCESS, tid, nice));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }

    /// ioprio_get(2): class in bits 13–15, level in the lowest three.
    public static int ioPriority(int tid) {
        return (int) call(SYS_IOPRIO_GET, IOPRIO_WHO_PROCESS, tid, 0, 0);
    }

    public static int setIoPriority(int tid, int value) {
        return (int) call(SYS_IOPRIO_SET, IOPRIO_WHO_PROCESS, tid, value, 0);
    }

    /// sched_getaffinity(2) into `cpus`. Answers 0 or the negated errno.
    public static int readAffinity(int tid, BitSet cpus) {
        Native n = Native.ofThread();
        MemorySegment set = n.scratch.asSlice(0, CPU_SET_BYTES).fill((byte) 0);
        int result;
        try {
            result = n.result((int) GETAFFINITY.invokeExact(n.state, tid, CPU_SET_BYTES, set));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
        if (result >= 0) {
            cpus.clear();
            cpus.or(BitSet.valueOf(set.toArray(JAVA_BYTE)));
        }
        return Math.min(result, 0);
    }

    /// sched_setaffinity(2). Answers 0 or the negated errno.
    public static int setAffinity(int tid, BitSet cpus) {
        Native n = Native.ofThread();
        MemorySegment set = n.scratch.asSlice(0, CPU_SET_BYTES).fill((byte) 0);
        byte[] bytes = cpus.toByteArray();
        MemorySegment.copy(
                bytes, 0, set, JAVA_BYTE, 0, (int) Math.min(bytes.length, CPU_SET_BYTES));
        try {
            return n.result((int) SETAFFINITY.invokeExact(n.state, tid, CPU_SET_BYTES, set));
        } catch (Throwable e) {
            throw Native.broken(e);
        }
    }
}

package dev.procdeck.host.processes;

import dev.procdeck.host.libc.Errno;
import dev.procdeck.host.libc.LibcException;
import dev.procdeck.host.libc.ProcessCalls;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.ProcessDetail.IoPriority;
import java.util.BitSet;
import java.util.List;

/// The scheduling of one process that only system calls tell. They act on the main thread.
/// Thread-safe.
public final class SchedulingReader {
    private static final int CLASS_SHIFT = 13;
    private static final int LEVEL_MASK = 7;

    private SchedulingReader() {}

    /// ioprio_get(2).
    public static Reading<IoPriority> readIoPriority(int pid) {
        int value = ProcessCalls.ioPriority(pid);
        return value < 0
                ? failed("ioprio_get", value)
                : Reading.of(new IoPriority(value >> CLASS_SHIFT, value & LEVEL_MASK));
    }

    /// The value that ioprio_set(2) takes.
    public static int valueOf(IoPriority priority) {
        return priority.ioClass() << CLASS_SHIFT | priority.level();
    }

    /// sched_getaffinity(2), ascending.
    public static Reading<List<Integer>> readCpus(int pid) {
        BitSet cpus = new BitSet();
        int result = ProcessCalls.readAffinity(pid, cpus);
        return result < 0
                ? failed("sched_getaffinity", result)
                : Reading.of(cpus.stream().boxed().toList());
    }

    private static <T> Reading<T> failed(String call, int result) {
        return switch (Errno.kindOf(-result)) {
            case DENIED -> Reading.denied(call);
            case GONE, UNSUPPORTED -> Reading.unsupported(call + ": " + Errno.nameOf(-result));
            case FAILURE -> throw new LibcException(call, result);
        };
    }
}

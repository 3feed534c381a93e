package dev.procdeck.host.bpf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The layout of `struct thread_record` and `struct leader_record` in tasks.bpf.c, in the byte
/// order of this machine. All times are nanoseconds, memory is pages. Pure.
final class TaskRecord {
    static final int THREAD = 0;
    static final int LEADER = 1;

    static final int KIND = 0;
    static final int PID = 4;
    static final int RUN_TIME = 8;
    static final int USER_TIME = 16;
    static final int SYSTEM_TIME = 24;
    static final int MINOR_FAULTS = 32;
    static final int MAJOR_FAULTS = 40;
    static final int READ_CALL_BYTES = 48;
    static final int WRITTEN_CALL_BYTES = 56;
    static final int READ_BYTES = 64;
    static final int WRITTEN_BYTES = 72;
    static final int CANCELLED_BYTES = 80;
    static final int RUN_DELAY = 88;
    static final int SWITCHES = 96;
    static final int THREAD_BYTES = 104;

    static final int START = 104;
    static final int VIRTUAL_PAGES = 112;
    static final int RESIDENT_PAGES = 120;
    static final int START_CODE = 128;
    static final int START_STACK = 136;
    static final int CGROUP = 144;
    static final int PARENT = 152;
    static final int UID = 156;
    static final int STATE = 160;
    static final int FLAGS = 164;
    static final int PRIO = 168;
    static final int STATIC_PRIO = 172;
    static final int THREADS = 176;
    static final int IO_KNOWN = 180;
    static final int COMM = 184;
    static final int COMM_BYTES = 16;
    static final int LEADER_BYTES = 200;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    /// States by the position of the highest bit, as `task_state_array` of fs/proc/array.c.
    private static final String STATES = "RSDTtXZPI";

    private static final int REPORTED = 0x7f;
    private static final int UNINTERRUPTIBLE = 0x02;
    private static final int NOT_LOADING = 0x400;
    private static final int WAITS_FOR_LOCK = 0x1000;
    private static final int FROZEN = 0x8000;

    private TaskRecord() {}

    static long longAt(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static int intAt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    /// The letter of /proc/[pid]/stat for `__state | exit_state`, by `task_state_index` of
    /// linux/sched.h.
    static char stateOf(int state) {
        if ((state & (UNINTERRUPTIBLE | NOT_LOADING)) == (UNINTERRUPTIBLE | NOT_LOADING)) {
            return 'I';
        }
        if ((state & (WAITS_FOR_LOCK | FROZEN)) != 0) {
            return 'D';
        }
        return STATES.charAt(32 - Integer.numberOfLeadingZeros(state & REPORTED));
    }
}

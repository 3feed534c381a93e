package dev.procdeck.host.procfs;

/// /proc/[pid]/stat, proc_pid_stat(5), and /proc/[pid]/task/[tid]/stat, which has the same form.
///
/// Mutable and refilled by each parse, because the table reads thousands a second; belongs to one
/// thread. Field numbers are those of the man page.
public final class PidStat {
    /// The kernel's longest comm is 15 bytes, but worker threads append their work: up to 63.
    public static final int MAX_COMM_BYTES = 64;

    /// Room for 52 numbers of 20 digits and the longest name.
    public static final int MAX_BYTES = 2048;

    private static final int PF_KTHREAD = 0x00200000;
    private static final int FIRST_NUMBER = 4;
    private static final int LAST_NUMBER = 28;
    private static final int LEAST_NUMBERS = 24;

    private final KernelUnits units;
    private final long[] fields = new long[LAST_NUMBER + 1];

    public int pid;
    public final byte[] comm = new byte[MAX_COMM_BYTES];
    public int commLength;

    /// R S D Z T t X I (P and others on older kernels).
    public char state;

    public int parentPid;

    /// `pgrp` (5) and `session` (6): the pids of their leaders, which may be gone.
    public int processGroup;

    public int session;

    /// PF_KTHREAD of `flags` (9): runs only in the kernel.
    public boolean kernelThread;

    public long minorFaults;
    public long majorFaults;
    public long userNanos;
    public long systemNanos;
    public int priority;
    public int nice;
    public int threads;

    /// `starttime` (22) in clock ticks after boot; kept in ticks since it is the identity, not a
    /// time.
    public long startTicks;

    public long virtualBytes;

    /// `rss` (24). Since Linux 6.2 the kernel sums per-CPU counters lazily, so it may be off by
    /// some pages per CPU.
    public long rssBytes;

    /// Mixed from `startcode` (26) and `startstack` (28), which every exec moves; 0 when the kernel
    /// hides them from this reader (no ptrace permission).
    public long execMark;

    public PidStat(KernelUnits units) {
        this.units = units;
    }

    /// Fills the fields from the first `length` bytes. Answers false, leaving them undefined, when
    /// the bytes are not such a file. The name ends at the **last** parenthesis: it may contain any
    /// byte, `) R 1 (` included.
    public boolean parse(byte[] bytes, int length) {
        int open = indexOf(bytes, length, (byte) '(');
        int close = lastIndexOf(bytes, length, (byte) ')');
        if (open < 2 || close < open || close + 4 > length || bytes[open - 1] != ' ') {
            return false;
        }
        long number = parsePid(bytes, open - 1);
        if (number < 0) {
            return false;
        }
        pid = (int) number;
        commLength = Math.min(close - open - 1, MAX_COMM_BYTES);
        System.arraycopy(bytes, open + 1, comm, 0, commLength);
        state = (char) (bytes[close + 2] & 0xff);
        return bytes[close + 1] == ' '
                && bytes[close + 3] == ' '
                && parseNumbers(bytes, close + 4, length) >= LEAST_NUMBERS
                && assign();
    }

    private static long parsePid(byte[] bytes, int end) {
        long value = 0;
        for (int i = 0; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || value > Integer.MAX_VALUE / 10) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value > Integer.MAX_VALUE ? -1 : value;
    }

    /// Answers the number of the last field found, as the man page counts; numbers are 64 bits wide
    /// and wrap as in the kernel.
    private int parseNumbers(byte[] bytes, int start, int length) {
        int field = FIRST_NUMBER - 1;
        int at = start;
        while (at < length && field < LAST_NUMBER) {
            boolean negative = bytes[at] == '-';
            if (negative) {
                at++;
            }
            long value = 0;
            int first = at;
            for (; at < length && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
                value = value * 10 + (bytes[at] - '0');
            }
            if (at == first || (at < length && bytes[at] != ' ' && bytes[at] != '\n')) {
                return -1;
            }
            if (at == length) {
                // No separator after it: the file was cut inside this number.
                break;
            }
            fields[++field] = negative ? -value : value;
            at++;
        }
        for (int i = field + 1; i <= LAST_NUMBER; i++) {
            fields[i] = 0;
        }
        return field;
    }

    private boolean assign() {
        parentPid = (int) fields[4];
        processGroup = (int) fields[5];
        session = (int) fields[6];
        kernelThread = (fields[9] & PF_KTHREAD) != 0;
        minorFaults = fields[10];
        majorFaults = fields[12];
        userNanos = units.ticksToNanos(fields[14]);
        systemNanos = units.ticksToNanos(fields[15]);
        priority = (int) fields[18];
        nice = (int) fields[19];
        threads = (int) fields[20];
        startTicks = fields[22];
        virtualBytes = fields[23];
        rssBytes = fields[24] * units.pageBytes();
        execMark = fields[26] * 31 + fields[28];
        return true;
    }

    private static int indexOf(byte[] bytes, int length, byte wanted) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static int lastIndexOf(byte[] bytes, int length, byte wanted) {
        for (int i = length - 1; i >= 0; i--) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}

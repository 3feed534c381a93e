package dev.procdeck.host.procfs;

/// Where one processor (or all of them together) has spent its time since boot: one `cpu` line of
/// /proc/stat. Immutable.
///
/// The kernel counts guest time inside `user` and `nice` too, so a sum over all fields must leave
/// the guest fields out. See proc_stat(5) and kernel/sched/cputime.c.
///
/// @param guestMillis inside `userMillis`; since Linux 2.6.24
/// @param guestNiceMillis inside `niceMillis`; since Linux 2.6.33
public record CpuTimes(
        long userMillis,
        long niceMillis,
        long systemMillis,
        long idleMillis,
        long iowaitMillis,
        long irqMillis,
        long softirqMillis,
        long stealMillis,
        long guestMillis,
        long guestNiceMillis) {

    /// /proc counts in USER_HZ, which is 100 on every architecture but Alpha.
    private static final long MILLIS_PER_TICK = 10;

    /// All time, each tick counted once.
    public long totalMillis() {
        return userMillis
                + niceMillis
                + systemMillis
                + idleMillis
                + iowaitMillis
                + irqMillis
                + softirqMillis
                + stealMillis;
    }

    /// Parses the numbers that follow the name; fields that an old kernel lacks are 0.
    static CpuTimes parse(TextCursor line) {
        return new CpuTimes(
                millis(line),
                millis(line),
                millis(line),
                millis(line),
                millis(line),
                millis(line),
                millis(line),
                millis(line),
                millis(line),
                millis(line));
    }

    private static long millis(TextCursor line) {
        return Math.min(line.number(), Long.MAX_VALUE / (16 * MILLIS_PER_TICK)) * MILLIS_PER_TICK;
    }
}

package dev.procdeck.host.procfs;

/// The two units in which the kernel writes some numbers; they never leave a parser.
///
/// @param ticksPerSecond USER_HZ, sysconf(_SC_CLK_TCK)
/// @param pageBytes sysconf(_SC_PAGESIZE)
public record KernelUnits(long ticksPerSecond, long pageBytes) {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /// What every x86-64 and most AArch64 kernels use.
    public static final KernelUnits COMMON = new KernelUnits(100, 4096);

    public long ticksToNanos(long ticks) {
        return ticks * (NANOS_PER_SECOND / ticksPerSecond);
    }

    /// Rounded down, as the kernel does.
    public long nanosToTicks(long nanos) {
        return nanos / (NANOS_PER_SECOND / ticksPerSecond);
    }

    public long ticksToMillis(long ticks) {
        return ticks * (1000 / ticksPerSecond);
    }
}

package dev.procdeck.host.resources;

import dev.procdeck.host.libc.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The live totals of a host over one interval. Immutable.
///
/// A part that could not be read says so without costing the others.
///
/// @param time when the later of the two samples was taken
/// @param interval monotonic time between the two samples; empty for the first
public record Resources(
        Instant time,
        Optional<Duration> interval,
        Reading<Cpu> cpu,
        Reading<Memory> memory,
        Reading<Swap> swap,
        Reading<Load> load,
        Pressure pressure,
        Reading<List<Disk>> disks,
        Reading<List<Mount>> mounts,
        Reading<List<NetworkInterface>> networkInterfaces) {

    /// @param total share of all processors' time, empty in the first sample
    /// @param perCpu one entry for each processor on line
    public record Cpu(Optional<CpuPercent> total, List<CpuOne> perCpu) {
        public Cpu {
            perCpu = List.copyOf(perCpu);
        }
    }

    /// One processor, `number` as in `cpu0`.
    public record CpuOne(int number, Optional<CpuPercent> percent) {}

    /// `top`'s eight shares in percent; they add up to 100 within rounding. Guest time is inside
    /// `us` and `ni`.
    public record CpuPercent(
            double us,
            double sy,
            double ni,
            double id,
            double wa,
            double hi,
            double si,
            double st) {}

    /// As `top` and `free` of procps 4: used = total − available; buff/cache = Buffers + Cached +
    /// SReclaimable.
    public record Memory(
            long totalBytes,
            long freeBytes,
            long usedBytes,
            long buffCacheBytes,
            long availableBytes) {}

    /// A host without swap has `totalBytes` 0, which is a fact, not an absence.
    public record Swap(long totalBytes, long freeBytes, long usedBytes) {}

    /// Load averages over 1, 5 and 15 minutes.
    public record Load(double one, double five, double fifteen) {}

    /// Pressure stall information; unsupported before Linux 4.20 or with `psi=0`.
    public record Pressure(Reading<Stall> cpu, Reading<Stall> memory, Reading<Stall> io) {}

    /// @param full unsupported for the CPU before Linux 5.13
    public record Stall(StallShare some, Reading<StallShare> full) {}

    /// @param intervalPercent share of the interval in which tasks stalled, empty in the first
    ///   sample
    public record StallShare(
            double avg10Percent,
            double avg60Percent,
            double avg300Percent,
            Optional<Double> intervalPercent) {}

    /// One whole block device that has ever done IO.
    public record Disk(String device, Optional<DiskRates> rates) {}

    /// @param busyPercent share of the interval with at least one request in flight (`%util` of
    ///   iostat)
    public record DiskRates(
            double readBytesPerSecond,
            double writtenBytesPerSecond,
            double readsPerSecond,
            double writesPerSecond,
            double busyPercent) {}

    /// One mounted file system with space of its own.
    ///
    /// @param use unsupported while a (network) file system does not answer
    public record Mount(
            String mountPoint,
            String device,
            String type,
            boolean readOnly,
            Reading<MountUse> use) {}

    /// As `df`: used = blocks − free; available is what users without rights may still take.
    public record MountUse(
            long totalBytes,
            long usedBytes,
            long availableBytes,
            long totalInodes,
            long freeInodes) {}

    /// One interface of the agent's network namespace, totals since it appeared.
    ///
    /// @param up switched on and with a link; empty where sysfs does not show the interface
    public record NetworkInterface(
            String name,
            Optional<Boolean> up,
            long receivedBytes,
            long sentBytes,
            Optional<NetworkRates> rates) {}

    public record NetworkRates(
            double receivedBytesPerSecond,
            double sentBytesPerSecond,
            double receivedPacketsPerSecond,
            double sentPacketsPerSecond,
            double receiveErrorsPerSecond,
            double sendErrorsPerSecond,
            double receiveDropsPerSecond,
            double sendDropsPerSecond) {}
}

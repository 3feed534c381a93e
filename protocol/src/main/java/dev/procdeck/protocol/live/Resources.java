package dev.procdeck.protocol.live;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Totals of the host at one instant (M5), with the arithmetic of procps `top`.
///
/// @param intervalSeconds what the rates were taken over; null in a first sample, which has no
///   rates
/// @param cpu null in a first sample
/// @param memory null where /proc/meminfo cannot be read, as `swap`
/// @param load null where /proc/loadavg cannot be read
/// @param uptimeSeconds null where /proc/uptime cannot be read
/// @param perCpuPercent how busy each CPU was, in the kernel's order; empty in a first sample
/// @param pressure by `cpu`, `memory` and `io`; missing where the kernel has no PSI
public record Resources(
        Instant time,
        @Nullable Double intervalSeconds,
        Tasks tasks,
        @Nullable Cpu cpu,
        List<Double> perCpuPercent,
        @Nullable Memory memory,
        @Nullable Swap swap,
        @Nullable Load load,
        @Nullable Double uptimeSeconds,
        Map<String, Pressure> pressure,
        List<Disk> disks,
        List<FileSystem> fileSystems,
        List<NetworkInterface> interfaces) {
    public Resources {
        perCpuPercent = List.copyOf(perCpuPercent);
        pressure = Map.copyOf(pressure);
        disks = List.copyOf(disks);
        fileSystems = List.copyOf(fileSystems);
        interfaces = List.copyOf(interfaces);
    }

    /// Processes by state, as `top` counts them.
    public record Tasks(int total, int running, int sleeping, int stopped, int zombie) {}

    /// Percent of all CPUs together over the interval.
    public record Cpu(
            double us,
            double sy,
            double ni,
            double id,
            double wa,
            double hi,
            double si,
            double st) {}

    /// Physical memory.
    public record Memory(
            long totalBytes,
            long freeBytes,
            long usedBytes,
            long buffCacheBytes,
            long availableBytes) {}

    /// Swap space.
    public record Swap(long totalBytes, long freeBytes, long usedBytes) {}

    /// Load averages over 1, 5 and 15 minutes.
    public record Load(double one, double five, double fifteen) {}

    /// Percent of time in which some, or all, tasks waited. `full` is null where the kernel has
    /// none.
    public record Pressure(
            double someAvg10,
            double someAvg60,
            double someAvg300,
            @Nullable Double fullAvg10,
            @Nullable Double fullAvg60,
            @Nullable Double fullAvg300) {}

    /// One disk. Rates are null in a first sample.
    public record Disk(
            String name,
            @Nullable Double readBytesPerSecond,
            @Nullable Double writeBytesPerSecond,
            @Nullable Double busyPercent) {}

    /// One mounted file system; sizes are null when it did not answer in time.
    public record FileSystem(
            String mountPoint,
            String device,
            String type,
            @Nullable Long totalBytes,
            @Nullable Long usedBytes,
            @Nullable Long availableBytes) {}

    /// One network interface. Rates are null in a first sample.
    ///
    /// @param up by its link; null where sysfs does not show the interface
    public record NetworkInterface(
            String name,
            @Nullable Boolean up,
            @Nullable Double receiveBytesPerSecond,
            @Nullable Double transmitBytesPerSecond,
            @Nullable Double receiveErrorsPerSecond,
            @Nullable Double transmitErrorsPerSecond,
            @Nullable Double receiveDropsPerSecond,
            @Nullable Double transmitDropsPerSecond) {}
}

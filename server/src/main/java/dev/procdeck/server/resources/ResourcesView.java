package dev.procdeck.server.resources;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /resources`, for its description; the bytes are written by hand.
///
/// @param intervalSeconds what the rates were taken over; null in a first sample
/// @param perCpu how busy each CPU was, percent
public record ResourcesView(
        Instant time,
        @Nullable Double intervalSeconds,
        Tasks tasks,
        @Nullable Cpu cpu,
        List<Double> perCpu,
        @Nullable Memory memory,
        @Nullable Swap swap,
        @Nullable Load load,
        @Nullable Long uptimeSeconds,
        PressureBySource pressure,
        List<Disk> disks,
        List<FileSystem> fileSystems,
        List<NetworkInterface> interfaces) {
    /// Oldest first.
    public record History(List<ResourcesView> items) {}

    /// Processes by state.
    public record Tasks(int total, int running, int sleeping, int stopped, int zombie) {}

    /// Percent of all CPUs over the interval.
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

    /// Load averages.
    public record Load(double one, double five, double fifteen) {}

    /// What the kernel tells of pressure; missing where it does not.
    public record PressureBySource(
            @Nullable Pressure cpu, @Nullable Pressure memory, @Nullable Pressure io) {}

    /// Percent of time in which some, or all, tasks waited.
    public record Pressure(
            double someAvg10,
            double someAvg60,
            double someAvg300,
            @Nullable Double fullAvg10,
            @Nullable Double fullAvg60,
            @Nullable Double fullAvg300) {}

    /// One disk.
    public record Disk(
            String name,
            @Nullable Long readBytesPerSecond,
            @Nullable Long writeBytesPerSecond,
            @Nullable Double busyPercent) {}

    /// One file system.
    public record FileSystem(
            String mountPoint,
            String device,
            String type,
            @Nullable Long totalBytes,
            @Nullable Long usedBytes,
            @Nullable Long availableBytes) {}

    /// One network interface.
    public record NetworkInterface(
            String name,
            @Nullable Boolean up,
            @Nullable Long receiveBytesPerSecond,
            @Nullable Long transmitBytesPerSecond,
            @Nullable Double receiveErrorsPerSecond,
            @Nullable Double transmitErrorsPerSecond,
            @Nullable Double receiveDropsPerSecond,
            @Nullable Double transmitDropsPerSecond) {}
}

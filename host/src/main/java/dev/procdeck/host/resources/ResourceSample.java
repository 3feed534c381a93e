package dev.procdeck.host.resources;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.DiskStats;
import dev.procdeck.host.procfs.LoadAvg;
import dev.procdeck.host.procfs.MemInfo;
import dev.procdeck.host.procfs.NetDev;
import dev.procdeck.host.procfs.Pressure;
import dev.procdeck.host.procfs.Stat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The host's counters at one instant. Immutable.
///
/// @param monotonicNanos of the same clock in all samples that are compared; never the wall clock
/// @param linksUp the interfaces whose link could be read, and whether it is up
public record ResourceSample(
        Instant time,
        long monotonicNanos,
        Reading<Stat> stat,
        Reading<MemInfo> memInfo,
        Reading<LoadAvg> loadAvg,
        Reading<Pressure> cpuPressure,
        Reading<Pressure> memoryPressure,
        Reading<Pressure> ioPressure,
        Reading<List<DiskStats>> diskStats,
        Reading<List<NetDev>> netDev,
        Map<String, Boolean> linksUp,
        Reading<List<Resources.Mount>> mounts) {

    /// What this sample says alone: everything but rates.
    public Resources alone() {
        return since(Optional.empty());
    }

    /// What happened between `previous` and this sample.
    public Resources since(ResourceSample previous) {
        return since(Optional.of(previous));
    }

    private Resources since(Optional<ResourceSample> previous) {
        var earlier = previous.filter(sample -> monotonicNanos > sample.monotonicNanos);
        var interval =
                earlier.map(sample -> Duration.ofNanos(monotonicNanos - sample.monotonicNanos));
        return new Resources(
                time,
                interval,
                stat.map(now -> CpuRates.since(now, earlier.flatMap(s -> s.stat.asOptional()))),
                memInfo.map(ResourceSample::memory),
                memInfo.map(ResourceSample::swap),
                loadAvg.map(load -> new Resources.Load(load.one(), load.five(), load.fifteen())),
                new Resources.Pressure(
                        stall(cpuPressure, earlier.map(ResourceSample::cpuPressure), interval),
                        stall(
                                memoryPressure,
                                earlier.map(ResourceSample::memoryPressure),
                                interval),
                        stall(ioPressure, earlier.map(ResourceSample::ioPressure), interval)),
                diskStats.map(now ->
                        DeviceRates.disks(
                                now, earlier.flatMap(s -> s.diskStats.asOptional()), interval)),
                mounts,
                netDev.map(now ->
                        DeviceRates.networkInterfaces(
                                now,
                                linksUp,
                                earlier.flatMap(s -> s.netDev.asOptional()),
                                interval)));
    }

    /// procps 4, library/meminfo.c: without MemAvailable, or where a container's view makes it
    /// larger than the total, free memory stands in for it.
    private static Resources.Memory memory(MemInfo info) {
        long available = info.availableBytes().orElse(0);
        if (available == 0 || available > info.totalBytes()) {
            available = info.freeBytes();
        }
        long used = info.totalBytes() - available;
        if (used < 0) {
            used = Math.max(0, info.totalBytes() - info.freeBytes());
        }
        return new Resources.Memory(
                info.totalBytes(),
                info.freeBytes(),
                used,
                info.buffersBytes() + info.cachedBytes() + info.reclaimableSlabBytes(),
                available);
    }

    private static Resources.Swap swap(MemInfo info) {
        return new Resources.Swap(
                info.swapTotalBytes(),
                info.swapFreeBytes(),
                Math.max(0, info.swapTotalBytes() - info.swapFreeBytes()));
    }

    private static Reading<Resources.Stall> stall(
            Reading<Pressure> now,
            Optional<Reading<Pressure>> before,
            Optional<Duration> interval) {
        Optional<Pressure> previous = before.flatMap(Reading::asOptional);
        return now.map(pressure ->
                new Resources.Stall(
                        share(pressure.some(), previous.map(Pressure::some), interval),
                        pressure.full()
                                .map(full ->
                                        Reading.of(
                                                share(
                                                        full,
                                                        previous.flatMap(Pressure::full),
                                                        interval)))
                                .orElseGet(() -> Reading.unsupported("full"))));
    }

    private static Resources.StallShare share(
            Pressure.Share now, Optional<Pressure.Share> before, Optional<Duration> interval) {
        OptionalLong stalled =
                before.map(b -> Counters.grown(now.totalMicros(), b.totalMicros()))
                        .orElse(OptionalLong.empty());
        Optional<Double> percent =
                interval.isEmpty() || stalled.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                Math.min(
                                        100,
                                        stalled.getAsLong()
                                                * 100_000.0
                                                / interval.get().toNanos()));
        return new Resources.StallShare(
                now.avg10Percent(), now.avg60Percent(), now.avg300Percent(), percent);
    }
}

package dev.procdeck.agent.views;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.TaskCounts;
import dev.procdeck.host.resources.Resources;
import dev.procdeck.protocol.live.Resources.Cpu;
import dev.procdeck.protocol.live.Resources.Disk;
import dev.procdeck.protocol.live.Resources.FileSystem;
import dev.procdeck.protocol.live.Resources.Load;
import dev.procdeck.protocol.live.Resources.Memory;
import dev.procdeck.protocol.live.Resources.NetworkInterface;
import dev.procdeck.protocol.live.Resources.Pressure;
import dev.procdeck.protocol.live.Resources.Swap;
import dev.procdeck.protocol.live.Resources.Tasks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The host's totals. Pure.
public final class ResourcesView {
    private static final double NANOS_PER_SECOND = 1e9;

    private ResourcesView() {}

    public static dev.procdeck.protocol.live.Resources of(
            Resources resources, TaskCounts tasks, @Nullable Double uptimeSeconds) {
        Optional<Resources.CpuPercent> cpu =
                resources.cpu().asOptional().flatMap(Resources.Cpu::total);
        return new dev.procdeck.protocol.live.Resources(
                resources.time(),
                resources.interval().map(i -> i.toNanos() / NANOS_PER_SECOND).orElse(null),
                new Tasks(
                        tasks.total(),
                        tasks.running(),
                        tasks.sleeping(),
                        tasks.stopped(),
                        tasks.zombie()),
                cpu.map(ResourcesView::cpu).orElse(null),
                perCpu(resources.cpu()),
                resources.memory().asOptional().map(ResourcesView::memory).orElse(null),
                resources.swap().asOptional().map(ResourcesView::swap).orElse(null),
                resources.load().asOptional().map(ResourcesView::load).orElse(null),
                uptimeSeconds,
                pressure(resources.pressure()),
                Readings.or(resources.disks(), List.of()).stream()
                        .map(ResourcesView::disk)
                        .toList(),
                Readings.or(resources.mounts(), List.of()).stream()
                        .map(ResourcesView::fileSystem)
                        .toList(),
                Readings.or(resources.networkInterfaces(), List.of()).stream()
                        .map(ResourcesView::networkInterface)
                        .toList());
    }

    private static Cpu cpu(Resources.CpuPercent p) {
        return new Cpu(
                Readings.tenths(p.us()),
                Readings.tenths(p.sy()),
                Readings.tenths(p.ni()),
                Readings.tenths(p.id()),
                Readings.tenths(p.wa()),
                Readings.tenths(p.hi()),
                Readings.tenths(p.si()),
                Readings.tenths(p.st()));
    }

    /// How busy each processor was: everything but idle and waiting for storage.
    private static List<Double> perCpu(Reading<Resources.Cpu> cpu) {
        return cpu.asOptional().map(Resources.Cpu::perCpu).orElse(List.of()).stream()
                .flatMap(one -> one.percent().stream())
                .map(p -> Readings.tenths(Math.max(0, 100 - p.id() - p.wa())))
                .toList();
    }

    private static Memory memory(Resources.Memory m) {
        return new Memory(
                m.totalBytes(),
                m.freeBytes(),
                m.usedBytes(),
                m.buffCacheBytes(),
                m.availableBytes());
    }

    private static Swap swap(Resources.Swap s) {
        return new Swap(s.totalBytes(), s.freeBytes(), s.usedBytes());
    }

    private static Load load(Resources.Load l) {
        return new Load(l.one(), l.five(), l.fifteen());
    }

    private static Map<String, Pressure> pressure(Resources.Pressure pressure) {
        Map<String, Pressure> shown = new HashMap<>();
        pressure.cpu().asOptional().ifPresent(stall -> shown.put("cpu", stall(stall)));
        pressure.memory().asOptional().ifPresent(stall -> shown.put("memory", stall(stall)));
        pressure.io().asOptional().ifPresent(stall -> shown.put("io", stall(stall)));
        return shown;
    }

    private static Pressure stall(Resources.Stall stall) {
        Resources.StallShare full = stall.full().asOptional().orElse(null);
        return new Pressure(
                stall.some().avg10Percent(),
                stall.some().avg60Percent(),
                stall.some().avg300Percent(),
                full == null ? null : full.avg10Percent(),
                full == null ? null : full.avg60Percent(),
                full == null ? null : full.avg300Percent());
    }

    private static Disk disk(Resources.Disk disk) {
        Resources.@Nullable DiskRates rates = disk.rates().orElse(null);
        return new Disk(
                disk.device(),
                rates == null ? null : rates.readBytesPerSecond(),
                rates == null ? null : rates.writtenBytesPerSecond(),
                rates == null ? null : Readings.tenths(rates.busyPercent()));
    }

    private static FileSystem fileSystem(Resources.Mount mount) {
        Resources.@Nullable MountUse use = mount.use().asOptional().orElse(null);
        return new FileSystem(
                mount.mountPoint(),
                mount.device(),
                mount.type(),
                use == null ? null : use.totalBytes(),
                use == null ? null : use.usedBytes(),
                use == null ? null : use.availableBytes());
    }

    private static NetworkInterface networkInterface(Resources.NetworkInterface one) {
        Resources.@Nullable NetworkRates rates = one.rates().orElse(null);
        return new NetworkInterface(
                one.name(),
                one.up().orElse(null),
                rates == null ? null : rates.receivedBytesPerSecond(),
                rates == null ? null : rates.sentBytesPerSecond(),
                rates == null ? null : rates.receiveErrorsPerSecond(),
                rates == null ? null : rates.sendErrorsPerSecond(),
                rates == null ? null : rates.receiveDropsPerSecond(),
                rates == null ? null : rates.sendDropsPerSecond());
    }
}

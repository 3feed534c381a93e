package dev.procdeck.server.metrics;

import static dev.procdeck.server.metrics.MetricFamily.counter;
import static dev.procdeck.server.metrics.MetricFamily.gauge;

import dev.procdeck.protocol.live.Resources;
import dev.procdeck.protocol.live.ServiceRow;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The metrics of the host and of its services. Shares are 0 to 1, as Prometheus has it.
final class HostMetrics {
    private static final double PERCENT = 100;

    private HostMetrics() {}

    static List<MetricFamily> of(Resources now) {
        return List.of(
                cpu(now.cpu()),
                cores(now.perCpuPercent()),
                gauge("procdeck_tasks", "Processes by state, as top counts them.")
                        .put(now.tasks().running(), "state", "running")
                        .put(now.tasks().sleeping(), "state", "sleeping")
                        .put(now.tasks().stopped(), "state", "stopped")
                        .put(now.tasks().zombie(), "state", "zombie"),
                load(now.load()),
                gauge("procdeck_uptime_seconds", "Time since the host was booted.")
                        .put(now.uptimeSeconds()),
                memory(now.memory()),
                swap(now.swap()),
                pressure(now),
                diskBytes(now.disks()),
                diskBusy(now.disks()),
                fileSystems(now.fileSystems()),
                networkBytes(now.interfaces()),
                networkTroubles(now.interfaces()));
    }

    private static MetricFamily load(Resources.@Nullable Load load) {
        MetricFamily family = gauge("procdeck_load_average", "Load average by minutes.");
        if (load != null) {
            family.put(load.one(), "minutes", "1")
                    .put(load.five(), "minutes", "5")
                    .put(load.fifteen(), "minutes", "15");
        }
        return family;
    }

    private static MetricFamily memory(Resources.@Nullable Memory memory) {
        MetricFamily family = gauge("procdeck_memory_bytes", "Physical memory, as free shows it.");
        if (memory != null) {
            family.put(memory.totalBytes(), "kind", "total")
                    .put(memory.freeBytes(), "kind", "free")
                    .put(memory.usedBytes(), "kind", "used")
                    .put(memory.buffCacheBytes(), "kind", "buff_cache")
                    .put(memory.availableBytes(), "kind", "available");
        }
        return family;
    }

    private static MetricFamily swap(Resources.@Nullable Swap swap) {
        MetricFamily family = gauge("procdeck_swap_bytes", "Swap space.");
        if (swap != null) {
            family.put(swap.totalBytes(), "kind", "total")
                    .put(swap.freeBytes(), "kind", "free")
                    .put(swap.usedBytes(), "kind", "used");
        }
        return family;
    }

    private static MetricFamily cpu(Resources.@Nullable Cpu cpu) {
        MetricFamily family =
                gauge(
                        "procdeck_cpu_ratio",
                        "Share of all processors together by mode, over the last sample.");
        if (cpu != null) {
            family.put(cpu.us() / PERCENT, "mode", "user")
                    .put(cpu.sy() / PERCENT, "mode", "system")
                    .put(cpu.ni() / PERCENT, "mode", "nice")
                    .put(cpu.id() / PERCENT, "mode", "idle")
                    .put(cpu.wa() / PERCENT, "mode", "iowait")
                    .put(cpu.hi() / PERCENT, "mode", "irq")
                    .put(cpu.si() / PERCENT, "mode", "softirq")
                    .put(cpu.st() / PERCENT, "mode", "steal");
        }
        return family;
    }

    private static MetricFamily cores(List<Double> perCpuPercent) {
        MetricFamily family = gauge("procdeck_cpu_busy_ratio", "How busy each processor was.");
        for (int i = 0; i < perCpuPercent.size(); i++) {
            family.put(perCpuPercent.get(i) / PERCENT, "cpu", Integer.toString(i));
        }
        return family;
    }

    private static MetricFamily pressure(Resources now) {
        MetricFamily family =
                gauge(
                        "procdeck_pressure_ratio",
                        "Share of the last ten seconds in which some or all tasks waited.");
        now.pressure()
                .forEach((resource, pressure) ->
                        family.put(
                                        pressure.someAvg10() / PERCENT,
                                        "resource",
                                        resource,
                                        "kind",
                                        "some")
                                .put(
                                        share(pressure.fullAvg10()),
                                        "resource",
                                        resource,
                                        "kind",
                                        "full"));
        return family;
    }

    private static MetricFamily diskBytes(List<Resources.Disk> disks) {
        MetricFamily family =
                gauge("procdeck_disk_bytes_per_second", "What each disk reads and writes.");
        for (Resources.Disk disk : disks) {
            family.put(disk.readBytesPerSecond(), "disk", disk.name(), "direction", "read")
                    .put(disk.writeBytesPerSecond(), "disk", disk.name(), "direction", "write");
        }
        return family;
    }

    private static MetricFamily diskBusy(List<Resources.Disk> disks) {
        MetricFamily family =
                gauge("procdeck_disk_busy_ratio", "Share of time in which each disk had work.");
        disks.forEach(disk -> family.put(share(disk.busyPercent()), "disk", disk.name()));
        return family;
    }

    private static MetricFamily fileSystems(List<Resources.FileSystem> fileSystems) {
        MetricFamily family = gauge("procdeck_file_system_bytes", "Space of file systems.");
        for (Resources.FileSystem each : fileSystems) {
            String[] place = {"mount_point", each.mountPoint(), "type", each.type()};
            family.put(each.totalBytes(), with(place, "total"))
                    .put(each.usedBytes(), with(place, "used"))
                    .put(each.availableBytes(), with(place, "available"));
        }
        return family;
    }

    private static MetricFamily networkBytes(List<Resources.NetworkInterface> interfaces) {
        MetricFamily family =
                gauge("procdeck_network_bytes_per_second", "What each interface carries.");
        for (Resources.NetworkInterface each : interfaces) {
            family.put(
                            each.receiveBytesPerSecond(),
                            "interface",
                            each.name(),
                            "direction",
                            "receive")
                    .put(
                            each.transmitBytesPerSecond(),
                            "interface",
                            each.name(),
                            "direction",
                            "transmit");
        }
        return family;
    }

    private static MetricFamily networkTroubles(List<Resources.NetworkInterface> interfaces) {
        MetricFamily family =
                gauge(
                        "procdeck_network_troubles_per_second",
                        "Packets in error or dropped, each second.");
        for (Resources.NetworkInterface each : interfaces) {
            String[] receive = {"interface", each.name(), "direction", "receive"};
            String[] transmit = {"interface", each.name(), "direction", "transmit"};
            family.put(each.receiveErrorsPerSecond(), with(receive, "error"))
                    .put(each.receiveDropsPerSecond(), with(receive, "dropped"))
                    .put(each.transmitErrorsPerSecond(), with(transmit, "error"))
                    .put(each.transmitDropsPerSecond(), with(transmit, "dropped"));
        }
        return family;
    }

    /// What systemd and the others tell of each service that is loaded.
    static List<MetricFamily> ofServices(List<ServiceRow> services) {
        MetricFamily states = gauge("procdeck_service_active", "1 when the service is active.");
        MetricFamily failed = gauge("procdeck_service_failed", "1 when the service has failed.");
        MetricFamily seconds =
                counter("procdeck_service_cpu_seconds_total", "Processor time of the service.");
        MetricFamily bytes = gauge("procdeck_service_memory_bytes", "Memory of the service.");
        MetricFamily tasks = gauge("procdeck_service_tasks", "Tasks of the service.");
        MetricFamily restarts =
                counter("procdeck_service_restarts_total", "Restarts by the service manager.");
        for (ServiceRow row : services) {
            if (!row.loadState().equals("loaded")) {
                continue;
            }
            String[] labels = {"service", row.name(), "manager", row.manager()};
            states.put(row.activeState().equals("active") ? 1 : 0, labels);
            failed.put(row.activeState().equals("failed") ? 1 : 0, labels);
            seconds.put(row.cpuSeconds(), labels);
            bytes.put(row.memoryBytes(), labels);
            tasks.put(row.tasks(), labels);
            restarts.put(row.restarts(), labels);
        }
        return List.of(states, failed, seconds, bytes, tasks, restarts);
    }

    private static @Nullable Double share(@Nullable Double percent) {
        return percent == null ? null : percent / PERCENT;
    }

    private static String[] with(String[] labels, String kind) {
        String[] all = Arrays.copyOf(labels, labels.length + 2);
        all[labels.length] = "kind";
        all[labels.length + 1] = kind;
        return all;
    }
}

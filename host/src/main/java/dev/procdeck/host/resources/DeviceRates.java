package dev.procdeck.host.resources;

import dev.procdeck.host.procfs.DiskStats;
import dev.procdeck.host.procfs.NetDev;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Rates of disks and network interfaces. A device that is new, or any of whose counters went
/// backwards, has none.
final class DeviceRates {
    private DeviceRates() {}

    static List<Resources.Disk> disks(
            List<DiskStats> now, Optional<List<DiskStats>> previous, Optional<Duration> interval) {
        Map<String, DiskStats> before = byName(previous, DeviceRates::identity);
        return now.stream()
                .map(disk ->
                        new Resources.Disk(
                                disk.device(),
                                interval.flatMap(time ->
                                        Optional.ofNullable(before.get(identity(disk)))
                                                .flatMap(b -> rates(disk, b, time)))))
                .toList();
    }

    /// A name alone may be another disk after hot-plug.
    private static String identity(DiskStats disk) {
        return disk.device() + ' ' + disk.major() + ':' + disk.minor();
    }

    private static Optional<Resources.DiskRates> rates(
            DiskStats now, DiskStats before, Duration interval) {
        long read = now.readBytes() - before.readBytes();
        long written = now.writtenBytes() - before.writtenBytes();
        long reads = now.readsCompleted() - before.readsCompleted();
        long writes = now.writesCompleted() - before.writesCompleted();
        long busy = now.busyMillis() - before.busyMillis();
        if ((read | written | reads | writes | busy) < 0) {
            return Optional.empty();
        }
        double seconds = interval.toNanos() / 1e9;
        return Optional.of(
                new Resources.DiskRates(
                        read / seconds,
                        written / seconds,
                        reads / seconds,
                        writes / seconds,
                        // The kernel books busy time per tick, so a short interval may exceed
                        // itself.
                        Math.min(100, busy / (seconds * 10))));
    }

    static List<Resources.NetworkInterface> networkInterfaces(
            List<NetDev> now,
            Map<String, Boolean> up,
            Optional<List<NetDev>> previous,
            Optional<Duration> interval) {
        Map<String, NetDev> before = byName(previous, NetDev::name);
        return now.stream()
                .map(net ->
                        new Resources.NetworkInterface(
                                net.name(),
                                Optional.ofNullable(up.get(net.name())),
                                net.receivedBytes(),
                                net.sentBytes(),
                                interval.flatMap(time ->
                                        Optional.ofNullable(before.get(net.name()))
                                                .flatMap(b -> rates(net, b, time)))))
                .toList();
    }

    private static Optional<Resources.NetworkRates> rates(
            NetDev now, NetDev before, Duration interval) {
        long receivedBytes = now.receivedBytes() - before.receivedBytes();
        long sentBytes = now.sentBytes() - before.sentBytes();
        long receivedPackets = now.receivedPackets() - before.receivedPackets();
        long sentPackets = now.sentPackets() - before.sentPackets();
        long receiveErrors = now.receiveErrors() - before.receiveErrors();
        long sendErrors = now.sendErrors() - before.sendErrors();
        long receiveDrops = now.receiveDrops() - before.receiveDrops();
        long sendDrops = now.sendDrops() - before.sendDrops();
        if ((receivedBytes | sentBytes | receivedPackets | sentPackets) < 0
                || (receiveErrors | sendErrors | receiveDrops | sendDrops) < 0) {
            return Optional.empty();
        }
        double seconds = interval.toNanos() / 1e9;
        return Optional.of(
                new Resources.NetworkRates(
                        receivedBytes / seconds,
                        sentBytes / seconds,
                        receivedPackets / seconds,
                        sentPackets / seconds,
                        receiveErrors / seconds,
                        sendErrors / seconds,
                        receiveDrops / seconds,
                        sendDrops / seconds));
    }

    private static <T> Map<String, T> byName(Optional<List<T>> devices, Function<T, String> name) {
        return devices.orElse(List.of()).stream()
                .collect(Collectors.toMap(name, Function.identity(), (first, second) -> second));
    }
}

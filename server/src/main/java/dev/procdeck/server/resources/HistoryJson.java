package dev.procdeck.server.resources;

import dev.procdeck.protocol.answer.PastProcesses;
import dev.procdeck.protocol.live.Resources;
import dev.procdeck.server.json.JsonWriter;
import dev.procdeck.server.live.RowJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The JSON of [HistoryView]. Pure.
final class HistoryJson {
    private HistoryJson() {}

    static void putSeries(JsonWriter json, List<Resources> samples) {
        Instant start = samples.isEmpty() ? null : samples.getFirst().time();
        json.beginObject().field("start", start);
        put(json, "offsetMillis", samples, r -> offset(start, r));
        put(json, "intervalMillis", samples, HistoryJson::intervalMillis);
        put(json, "cpuBusyPercent", samples, r -> r.cpu() == null ? null : busy(r.cpu()));
        put(json, "cpuWaitPercent", samples, r -> r.cpu() == null ? null : r.cpu().wa());
        put(
                json,
                "memoryUsedBytes",
                samples,
                r -> r.memory() == null ? null : r.memory().usedBytes());
        put(json, "swapUsedBytes", samples, r -> r.swap() == null ? null : r.swap().usedBytes());
        put(json, "loadOne", samples, r -> r.load() == null ? null : r.load().one());
        put(json, "tasksTotal", samples, r -> r.tasks().total());
        put(json, "tasksRunning", samples, r -> r.tasks().running());
        put(
                json,
                "diskReadBytesPerSecond",
                samples,
                r -> sum(r.disks().stream().map(Resources.Disk::readBytesPerSecond)));
        put(
                json,
                "diskWriteBytesPerSecond",
                samples,
                r -> sum(r.disks().stream().map(Resources.Disk::writeBytesPerSecond)));
        put(
                json,
                "networkReceiveBytesPerSecond",
                samples,
                r -> sum(wires(r).map(Resources.NetworkInterface::receiveBytesPerSecond)));
        put(
                json,
                "networkTransmitBytesPerSecond",
                samples,
                r -> sum(wires(r).map(Resources.NetworkInterface::transmitBytesPerSecond)));
        json.endObject();
    }

    static void putProcesses(JsonWriter json, PastProcesses past) {
        json.beginObject()
                .field("time", past.time())
                .field("intervalSeconds", Math.round(past.intervalSeconds() * 1000) / 1000.0)
                .field("total", past.total())
                .field("cpuPercent", RowJson.tenths(past.cpuPercent()))
                .field("oldest", past.oldest())
                .field("newest", past.newest())
                .name("items")
                .beginArray();
        for (PastProcesses.Item item : past.items()) {
            json.beginObject()
                    .field("pid", item.key().pid())
                    .field("startTicks", item.key().startTicks())
                    .field("ppid", item.ppid())
                    .field("startTime", item.startTime())
                    .field("user", item.user())
                    .field("comm", item.comm())
                    .field("cmdline", item.cmdline())
                    .field("unit", item.unit())
                    .field("container", item.container())
                    .field("cpuPercent", RowJson.tenths(item.cpuPercent()))
                    .field("rssBytes", item.rssBytes())
                    .field("readBytesPerSecond", RowJson.whole(item.readBytesPerSecond()))
                    .field("writeBytesPerSecond", RowJson.whole(item.writeBytesPerSecond()))
                    .field("alive", item.alive())
                    .endObject();
        }
        json.endArray().endObject();
    }

    private static void put(
            JsonWriter json,
            String name,
            List<Resources> samples,
            Function<Resources, @Nullable Object> figure) {
        json.name(name).beginArray();
        for (Resources sample : samples) {
            json.value(figure.apply(sample));
        }
        json.endArray();
    }

    private static Long offset(@Nullable Instant start, Resources sample) {
        return start == null ? 0L : Duration.between(start, sample.time()).toMillis();
    }

    private static @Nullable Long intervalMillis(Resources sample) {
        Double seconds = sample.intervalSeconds();
        return seconds == null ? null : Math.round(seconds * 1000);
    }

    private static @Nullable Double busy(Resources.Cpu cpu) {
        return RowJson.tenths(Math.max(0, 100 - cpu.id() - cpu.wa()));
    }

    /// The loopback only moves bytes inside the host.
    private static Stream<Resources.NetworkInterface> wires(Resources sample) {
        return sample.interfaces().stream().filter(each -> !each.name().equals("lo"));
    }

    /// Null when no rate is known.
    private static @Nullable Long sum(Stream<@Nullable Double> rates) {
        double sum = 0;
        boolean known = false;
        for (Double rate : (Iterable<@Nullable Double>) rates::iterator) {
            if (rate != null) {
                sum += rate;
                known = true;
            }
        }
        return known ? (Long) Math.round(sum) : null;
    }
}

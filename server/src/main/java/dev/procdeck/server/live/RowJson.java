package dev.procdeck.server.live;

import dev.procdeck.protocol.Unavailable;
import dev.procdeck.protocol.live.EventRow;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.Resources;
import dev.procdeck.protocol.live.ServiceRow;
import dev.procdeck.protocol.live.SocketRow;
import dev.procdeck.server.json.Columns;
import dev.procdeck.server.json.JsonValue;
import dev.procdeck.server.json.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The JSON of the three kinds of rows and of the host's totals.
///
/// Numbers are rounded to what people can use, so that a value that only trembles is no change:
/// percent to one decimal place, CPU seconds to two, rates to whole bytes.
public final class RowJson {
    private final Columns<ProcessRow> processes;
    private final Columns<SocketRow> sockets = socketColumns();
    private final Columns<ServiceRow> services = serviceColumns();
    private final Columns<EventRow> events = EventColumns.columns();

    /// @param memoryTotalBytes the host's memory; 0 while unknown
    public RowJson(LongSupplier memoryTotalBytes) {
        processes = processColumns(memoryTotalBytes);
    }

    public Columns<ProcessRow> processes() {
        return processes;
    }

    public Columns<SocketRow> sockets() {
        return sockets;
    }

    public Columns<ServiceRow> services() {
        return services;
    }

    public Columns<EventRow> events() {
        return events;
    }

    private static Columns<ProcessRow> processColumns(LongSupplier memoryTotalBytes) {
        return Columns.of(ProcessRow.class)
                .key("pid", row -> row.key().pid())
                .key("startTicks", row -> row.key().startTicks())
                .field("ppid", ProcessRow::ppid)
                .field("startTime", ProcessRow::startTime)
                .field("user", ProcessRow::user)
                .field("uid", ProcessRow::uid)
                .field("comm", ProcessRow::comm)
                .field("cmdline", ProcessRow::cmdline)
                .field("exe", ProcessRow::exe)
                .field("state", row -> String.valueOf(row.state()))
                .field("cpuPercent", row -> tenths(row.cpuPercent()))
                .field("cpuSeconds", row -> Math.round(row.cpuSeconds() * 100) / 100.0)
                .field("rssBytes", ProcessRow::rssBytes)
                .field("virtualBytes", ProcessRow::virtualBytes)
                .field(
                        "memoryPercent",
                        row ->
                                LiveFields.memoryPercent(
                                        row.rssBytes(), memoryTotalBytes.getAsLong()))
                .field("threads", ProcessRow::threads)
                .field("nice", ProcessRow::nice)
                .field("priority", ProcessRow::priority)
                .field("readBytesPerSecond", row -> whole(row.readBytesPerSecond()))
                .field("writeBytesPerSecond", row -> whole(row.writeBytesPerSecond()))
                .field("unit", ProcessRow::unit)
                .field("container", ProcessRow::container)
                .field("kernelThread", ProcessRow::kernelThread)
                .field("protected", ProcessRow::protection)
                .field("unavailable", row -> unavailable(row.unavailable()))
                .build();
    }

    private static Columns<SocketRow> socketColumns() {
        return Columns.of(SocketRow.class)
                .key("id", SocketRow::id)
                .field("protocol", SocketRow::protocol)
                .field("recvQ", SocketRow::recvQ)
                .field("sendQ", SocketRow::sendQ)
                .field("localAddress", SocketRow::localAddress)
                .field("localPort", SocketRow::localPort)
                .field("remoteAddress", SocketRow::remoteAddress)
                .field("remotePort", SocketRow::remotePort)
                .field("state", SocketRow::state)
                .field("user", SocketRow::user)
                .field("uid", SocketRow::uid)
                .field("inode", SocketRow::inode)
                .field("owners", row -> owners(row.owners()))
                .field("ownersUnavailable", row -> omitNull(row.ownersUnavailable()))
                .field("unit", SocketRow::unit)
                .field("rttMicros", SocketRow::rttMicros)
                .field("retransmits", SocketRow::retransmits)
                .build();
    }

    private static Columns<ServiceRow> serviceColumns() {
        return Columns.of(ServiceRow.class)
                .key("name", ServiceRow::name)
                .field("manager", ServiceRow::manager)
                .field("description", ServiceRow::description)
                .field("loadState", ServiceRow::loadState)
                .field("activeState", ServiceRow::activeState)
                .field("subState", ServiceRow::subState)
                .field("fileState", ServiceRow::fileState)
                .field("result", ServiceRow::result)
                .field("mainPid", ServiceRow::mainPid)
                .field("memoryBytes", ServiceRow::memoryBytes)
                .field("cpuPercent", row -> tenths(row.cpuPercent()))
                .field("cpuSeconds", row -> hundredths(row.cpuSeconds()))
                .field("tasks", ServiceRow::tasks)
                .field("restarts", ServiceRow::restarts)
                .field("since", ServiceRow::since)
                .field("protected", ServiceRow::protection)
                .field("verbs", row -> row.verbs().stream().sorted().map(RowJson::verb).toList())
                .field("unavailable", row -> unavailable(row.unavailable()))
                .build();
    }

    /// The word of a verb in JSON, for example `reset-failed`.
    public static String verb(Enum<?> verb) {
        return verb.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private record Owners(List<SocketRow.Owner> owners) implements JsonValue {
        @Override
        public void writeTo(JsonWriter json) {
            json.beginArray();
            for (SocketRow.Owner owner : owners) {
                json.beginObject()
                        .field("pid", owner.key().pid())
                        .field("program", owner.program())
                        .field("startTicks", owner.key().startTicks())
                        .endObject();
            }
            json.endArray();
        }
    }

    private static Object owners(List<SocketRow.Owner> owners) {
        return new Owners(owners);
    }

    private static Object unavailable(Map<String, Unavailable> fields) {
        return fields.isEmpty() ? Columns.OMITTED : new TreeMap<>(fields);
    }

    /// Why fields could not be read, by name; null when all could.
    public static @Nullable Map<String, String> reasons(Map<String, Unavailable> fields) {
        if (fields.isEmpty()) {
            return null;
        }
        Map<String, String> reasons = new TreeMap<>();
        fields.forEach((name, reason) -> reasons.put(name, reason.name().toLowerCase(Locale.ROOT)));
        return reasons;
    }

    private static Object omitNull(@Nullable Object value) {
        return value == null ? Columns.OMITTED : value;
    }

    /// Rounds to one decimal place.
    public static @Nullable Double tenths(@Nullable Double value) {
        return value == null ? null : Math.round(value * 10) / 10.0;
    }

    private static @Nullable Double thousandths(@Nullable Double value) {
        return value == null ? null : Math.round(value * 1000) / 1000.0;
    }

    private static @Nullable Double hundredths(@Nullable Double value) {
        return value == null ? null : Math.round(value * 100) / 100.0;
    }

    /// Rounds to a whole number.
    public static @Nullable Long whole(@Nullable Double value) {
        return value == null ? null : Math.round(value);
    }

    /// The body of `GET /resources`, and the data of its event.
    public static void putResources(JsonWriter json, Resources now) {
        json.beginObject()
                .field("time", now.time())
                .field("intervalSeconds", thousandths(now.intervalSeconds()))
                .name("tasks")
                .beginObject()
                .field("total", now.tasks().total())
                .field("running", now.tasks().running())
                .field("sleeping", now.tasks().sleeping())
                .field("stopped", now.tasks().stopped())
                .field("zombie", now.tasks().zombie())
                .endObject();
        putCpu(json.name("cpu"), now.cpu());
        json.field("perCpu", now.perCpuPercent().stream().map(RowJson::tenths).toList());
        putMemory(json.name("memory"), now.memory());
        putSwap(json.name("swap"), now.swap());
        putLoad(json.name("load"), now.load());
        json.field("uptimeSeconds", whole(now.uptimeSeconds()));
        putPressure(json, now.pressure());
        putDevices(json, now);
        json.endObject();
    }

    private static void putCpu(JsonWriter json, Resources.@Nullable Cpu cpu) {
        if (cpu == null) {
            json.value(null);
            return;
        }
        json.beginObject()
                .field("us", tenths(cpu.us()))
                .field("sy", tenths(cpu.sy()))
                .field("ni", tenths(cpu.ni()))
                .field("id", tenths(cpu.id()))
                .field("wa", tenths(cpu.wa()))
                .field("hi", tenths(cpu.hi()))
                .field("si", tenths(cpu.si()))
                .field("st", tenths(cpu.st()))
                .endObject();
    }

    private static void putMemory(JsonWriter json, Resources.@Nullable Memory memory) {
        if (memory == null) {
            json.value(null);
            return;
        }
        json.beginObject()
                .field("totalBytes", memory.totalBytes())
                .field("freeBytes", memory.freeBytes())
                .field("usedBytes", memory.usedBytes())
                .field("buffCacheBytes", memory.buffCacheBytes())
                .field("availableBytes", memory.availableBytes())
                .endObject();
    }

    private static void putSwap(JsonWriter json, Resources.@Nullable Swap swap) {
        if (swap == null) {
            json.value(null);
            return;
        }
        json.beginObject()
                .field("totalBytes", swap.totalBytes())
                .field("freeBytes", swap.freeBytes())
                .field("usedBytes", swap.usedBytes())
                .endObject();
    }

    private static void putLoad(JsonWriter json, Resources.@Nullable Load load) {
        if (load == null) {
            json.value(null);
            return;
        }
        json.beginObject()
                .field("one", load.one())
                .field("five", load.five())
                .field("fifteen", load.fifteen())
                .endObject();
    }

    private static void putPressure(JsonWriter json, Map<String, Resources.Pressure> pressure) {
        json.name("pressure").beginObject();
        for (String name : List.of("cpu", "memory", "io")) {
            Resources.Pressure one = pressure.get(name);
            if (one != null) {
                json.name(name)
                        .beginObject()
                        .field("someAvg10", one.someAvg10())
                        .field("someAvg60", one.someAvg60())
                        .field("someAvg300", one.someAvg300())
                        .field("fullAvg10", one.fullAvg10())
                        .field("fullAvg60", one.fullAvg60())
                        .field("fullAvg300", one.fullAvg300())
                        .endObject();
            }
        }
        json.endObject();
    }

    private static void putDevices(JsonWriter json, Resources now) {
        json.name("disks").beginArray();
        for (Resources.Disk disk : now.disks()) {
            json.beginObject()
                    .field("name", disk.name())
                    .field("readBytesPerSecond", whole(disk.readBytesPerSecond()))
                    .field("writeBytesPerSecond", whole(disk.writeBytesPerSecond()))
                    .field("busyPercent", tenths(disk.busyPercent()))
                    .endObject();
        }
        json.endArray().name("fileSystems").beginArray();
        for (Resources.FileSystem system : now.fileSystems()) {
            json.beginObject()
                    .field("mountPoint", system.mountPoint())
                    .field("device", system.device())
                    .field("type", system.type())
                    .field("totalBytes", system.totalBytes())
                    .field("usedBytes", system.usedBytes())
                    .field("availableBytes", system.availableBytes())
                    .endObject();
        }
        json.endArray().name("interfaces").beginArray();
        for (Resources.NetworkInterface each : now.interfaces()) {
            json.beginObject()
                    .field("name", each.name())
                    .field("up", each.up())
                    .field("receiveBytesPerSecond", whole(each.receiveBytesPerSecond()))
                    .field("transmitBytesPerSecond", whole(each.transmitBytesPerSecond()))
                    .field("receiveErrorsPerSecond", tenths(each.receiveErrorsPerSecond()))
                    .field("transmitErrorsPerSecond", tenths(each.transmitErrorsPerSecond()))
                    .field("receiveDropsPerSecond", tenths(each.receiveDropsPerSecond()))
                    .field("transmitDropsPerSecond", tenths(each.transmitDropsPerSecond()))
                    .endObject();
        }
        json.endArray();
    }
}

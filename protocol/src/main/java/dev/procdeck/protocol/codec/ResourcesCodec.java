package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.live.Resources;

/// The encoding of the totals of the host; the agent's memory keeps them in it too.
public final class ResourcesCodec {
    private ResourcesCodec() {}

    public static void putResources(WireWriter out, Resources value) {
        out.instant(value.time());
        out.optional(value.intervalSeconds(), WireWriter::real);
        putTasks(out, value.tasks());
        out.optional(value.cpu(), ResourcesCodec::putCpu);
        out.list(value.perCpuPercent(), WireWriter::real);
        out.optional(value.memory(), ResourcesCodec::putMemory);
        out.optional(value.swap(), ResourcesCodec::putSwap);
        out.optional(value.load(), ResourcesCodec::putLoad);
        out.optional(value.uptimeSeconds(), WireWriter::real);
        out.map(value.pressure(), WireWriter::text, ResourcesCodec::putPressure);
        out.list(value.disks(), ResourcesCodec::putDisk);
        out.list(value.fileSystems(), ResourcesCodec::putFileSystem);
        out.list(value.interfaces(), ResourcesCodec::putNetworkInterface);
    }

    public static Resources takeResources(WireReader in) throws ProtocolException {
        return new Resources(
                in.instant(),
                in.optional(WireReader::real),
                takeTasks(in),
                in.optional(ResourcesCodec::takeCpu),
                in.list(WireReader::real),
                in.optional(ResourcesCodec::takeMemory),
                in.optional(ResourcesCodec::takeSwap),
                in.optional(ResourcesCodec::takeLoad),
                in.optional(WireReader::real),
                in.map(WireReader::text, ResourcesCodec::takePressure),
                in.list(ResourcesCodec::takeDisk),
                in.list(ResourcesCodec::takeFileSystem),
                in.list(ResourcesCodec::takeNetworkInterface));
    }

    static void putTasks(WireWriter out, Resources.Tasks value) {
        out.integer(value.total());
        out.integer(value.running());
        out.integer(value.sleeping());
        out.integer(value.stopped());
        out.integer(value.zombie());
    }

    static Resources.Tasks takeTasks(WireReader in) throws ProtocolException {
        return new Resources.Tasks(
                in.integer(), in.integer(), in.integer(), in.integer(), in.integer());
    }

    static void putCpu(WireWriter out, Resources.Cpu value) {
        out.real(value.us());
        out.real(value.sy());
        out.real(value.ni());
        out.real(value.id());
        out.real(value.wa());
        out.real(value.hi());
        out.real(value.si());
        out.real(value.st());
    }

    static Resources.Cpu takeCpu(WireReader in) throws ProtocolException {
        return new Resources.Cpu(
                in.real(), in.real(), in.real(), in.real(), in.real(), in.real(), in.real(),
                in.real());
    }

    static void putMemory(WireWriter out, Resources.Memory value) {
        out.signed(value.totalBytes());
        out.signed(value.freeBytes());
        out.signed(value.usedBytes());
        out.signed(value.buffCacheBytes());
        out.signed(value.availableBytes());
    }

    static Resources.Memory takeMemory(WireReader in) throws ProtocolException {
        return new Resources.Memory(
                in.signed(), in.signed(), in.signed(), in.signed(), in.signed());
    }

    static void putSwap(WireWriter out, Resources.Swap value) {
        out.signed(value.totalBytes());
        out.signed(value.freeBytes());
        out.signed(value.usedBytes());
    }

    static Resources.Swap takeSwap(WireReader in) throws ProtocolException {
        return new Resources.Swap(in.signed(), in.signed(), in.signed());
    }

    static void putLoad(WireWriter out, Resources.Load value) {
        out.real(value.one());
        out.real(value.five());
        out.real(value.fifteen());
    }

    static Resources.Load takeLoad(WireReader in) throws ProtocolException {
        return new Resources.Load(in.real(), in.real(), in.real());
    }

    static void putPressure(WireWriter out, Resources.Pressure value) {
        out.real(value.someAvg10());
        out.real(value.someAvg60());
        out.real(value.someAvg300());
        out.optional(value.fullAvg10(), WireWriter::real);
        out.optional(value.fullAvg60(), WireWriter::real);
        out.optional(value.fullAvg300(), WireWriter::real);
    }

    static Resources.Pressure takePressure(WireReader in) throws ProtocolException {
        return new Resources.Pressure(
                in.real(),
                in.real(),
                in.real(),
                in.optional(WireReader::real),
                in.optional(WireReader::real),
                in.optional(WireReader::real));
    }

    static void putDisk(WireWriter out, Resources.Disk value) {
        out.text(value.name());
        out.optional(value.readBytesPerSecond(), WireWriter::real);
        out.optional(value.writeBytesPerSecond(), WireWriter::real);
        out.optional(value.busyPercent(), WireWriter::real);
    }

    static Resources.Disk takeDisk(WireReader in) throws ProtocolException {
        return new Resources.Disk(
                in.text(),
                in.optional(WireReader::real),
                in.optional(WireReader::real),
                in.optional(WireReader::real));
    }

    static void putFileSystem(WireWriter out, Resources.FileSystem value) {
        out.text(value.mountPoint());
        out.text(value.device());
        out.text(value.type());
        out.optional(value.totalBytes(), WireWriter::signed);
        out.optional(value.usedBytes(), WireWriter::signed);
        out.optional(value.availableBytes(), WireWriter::signed);
    }

    static Resources.FileSystem takeFileSystem(WireReader in) throws ProtocolException {
        return new Resources.FileSystem(
                in.text(),
                in.text(),
                in.text(),
                in.optional(WireReader::signed),
                in.optional(WireReader::signed),
                in.optional(WireReader::signed));
    }

    static void putNetworkInterface(WireWriter out, Resources.NetworkInterface value) {
        out.text(value.name());
        out.optional(value.up(), WireWriter::bool);
        out.optional(value.receiveBytesPerSecond(), WireWriter::real);
        out.optional(value.transmitBytesPerSecond(), WireWriter::real);
        out.optional(value.receiveErrorsPerSecond(), WireWriter::real);
        out.optional(value.transmitErrorsPerSecond(), WireWriter::real);
        out.optional(value.receiveDropsPerSecond(), WireWriter::real);
        out.optional(value.transmitDropsPerSecond(), WireWriter::real);
    }

    static Resources.NetworkInterface takeNetworkInterface(WireReader in) throws ProtocolException {
        return new Resources.NetworkInterface(
                in.text(),
                in.optional(WireReader::bool),
                in.optional(WireReader::real),
                in.optional(WireReader::real),
                in.optional(WireReader::real),
                in.optional(WireReader::real),
                in.optional(WireReader::real),
                in.optional(WireReader::real));
    }
}

package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.answer.ProcessDetail;

/// The encoding of one process in detail.
final class ProcessDetailCodec {
    private ProcessDetailCodec() {}

    static void putProcessDetail(WireWriter out, ProcessDetail value) {
        LiveCodec.putWhole(out, LiveCodec.PROCESSES, value.row());
        out.text(value.bootId());
        out.texts(value.arguments());
        out.bool(value.argumentsTruncated());
        SharedCodec.putReading(out, value.executable(), WireWriter::text);
        SharedCodec.putReading(out, value.workingDirectory(), WireWriter::text);
        SharedCodec.putReading(out, value.rootDirectory(), WireWriter::text);
        SharedCodec.putReading(out, value.userIds(), ProcessDetailCodec::putIds);
        SharedCodec.putReading(out, value.groupIds(), ProcessDetailCodec::putIds);
        out.texts(value.groups());
        SharedCodec.putReading(
                out, value.limits(), (o, v) -> o.list(v, ProcessDetailCodec::putLimit));
        SharedCodec.putReading(
                out, value.threads(), (o, v) -> o.list(v, ProcessDetailCodec::putThreadRow));
        SharedCodec.putReading(out, value.openFiles(), ProcessDetailCodec::putOpenFiles);
        SharedCodec.putReading(out, value.io(), ProcessDetailCodec::putIo);
        out.optional(value.waitPercent(), WireWriter::real);
        out.optional(value.contextSwitchesPerSecond(), WireWriter::real);
        out.optional(value.cgroup(), WireWriter::text);
        out.optional(value.oomScore(), WireWriter::integer);
        out.parameters(value.namespaces());
        out.list(value.parents(), ProcessDetailCodec::putRelative);
        out.list(value.children(), ProcessDetailCodec::putRelative);
    }

    static ProcessDetail takeProcessDetail(WireReader in) throws ProtocolException {
        return new ProcessDetail(
                LiveCodec.takeWhole(in, LiveCodec.PROCESSES),
                in.text(),
                in.texts(),
                in.bool(),
                SharedCodec.takeReading(in, WireReader::text),
                SharedCodec.takeReading(in, WireReader::text),
                SharedCodec.takeReading(in, WireReader::text),
                SharedCodec.takeReading(in, ProcessDetailCodec::takeIds),
                SharedCodec.takeReading(in, ProcessDetailCodec::takeIds),
                in.texts(),
                SharedCodec.takeReading(in, i -> i.list(ProcessDetailCodec::takeLimit)),
                SharedCodec.takeReading(in, i -> i.list(ProcessDetailCodec::takeThreadRow)),
                SharedCodec.takeReading(in, ProcessDetailCodec::takeOpenFiles),
                SharedCodec.takeReading(in, ProcessDetailCodec::takeIo),
                in.optional(WireReader::real),
                in.optional(WireReader::real),
                in.optional(WireReader::text),
                in.optional(WireReader::integer),
                in.parameters(),
                in.list(ProcessDetailCodec::takeRelative),
                in.list(ProcessDetailCodec::takeRelative));
    }

    static void putIds(WireWriter out, ProcessDetail.Ids value) {
        out.integer(value.real());
        out.integer(value.effective());
        out.integer(value.saved());
        out.integer(value.fileSystem());
        out.text(value.realName());
        out.text(value.effectiveName());
    }

    static ProcessDetail.Ids takeIds(WireReader in) throws ProtocolException {
        return new ProcessDetail.Ids(
                in.integer(), in.integer(), in.integer(), in.integer(), in.text(), in.text());
    }

    static void putLimit(WireWriter out, ProcessDetail.Limit value) {
        out.text(value.name());
        out.optional(value.soft(), WireWriter::signed);
        out.optional(value.hard(), WireWriter::signed);
        out.text(value.unit());
    }

    static ProcessDetail.Limit takeLimit(WireReader in) throws ProtocolException {
        return new ProcessDetail.Limit(
                in.text(),
                in.optional(WireReader::signed),
                in.optional(WireReader::signed),
                in.text());
    }

    static void putThreadRow(WireWriter out, ProcessDetail.ThreadRow value) {
        out.integer(value.tid());
        out.text(value.comm());
        out.character(value.state());
        out.real(value.cpuSeconds());
    }

    static ProcessDetail.ThreadRow takeThreadRow(WireReader in) throws ProtocolException {
        return new ProcessDetail.ThreadRow(in.integer(), in.text(), in.character(), in.real());
    }

    static void putOpenFiles(WireWriter out, ProcessDetail.OpenFiles value) {
        out.integer(value.count());
        out.list(value.items(), ProcessDetailCodec::putOpenFile);
    }

    static ProcessDetail.OpenFiles takeOpenFiles(WireReader in) throws ProtocolException {
        return new ProcessDetail.OpenFiles(in.integer(), in.list(ProcessDetailCodec::takeOpenFile));
    }

    static void putOpenFile(WireWriter out, ProcessDetail.OpenFile value) {
        out.integer(value.fd());
        out.text(value.target());
        out.text(value.kind());
    }

    static ProcessDetail.OpenFile takeOpenFile(WireReader in) throws ProtocolException {
        return new ProcessDetail.OpenFile(in.integer(), in.text(), in.text());
    }

    static void putIo(WireWriter out, ProcessDetail.Io value) {
        out.signed(value.readBytes());
        out.signed(value.writeBytes());
    }

    static ProcessDetail.Io takeIo(WireReader in) throws ProtocolException {
        return new ProcessDetail.Io(in.signed(), in.signed());
    }

    static void putRelative(WireWriter out, ProcessDetail.Relative value) {
        SharedCodec.putKey(out, value.key());
        out.text(value.comm());
    }

    static ProcessDetail.Relative takeRelative(WireReader in) throws ProtocolException {
        return new ProcessDetail.Relative(SharedCodec.takeKey(in), in.text());
    }
}

package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.answer.PastProcesses;

/// The encoding of processes of a moment that is past.
final class PastProcessesCodec {
    private PastProcessesCodec() {}

    static void put(WireWriter out, PastProcesses value) {
        out.instant(value.time());
        out.real(value.intervalSeconds());
        out.integer(value.total());
        out.real(value.cpuPercent());
        out.instant(value.oldest());
        out.instant(value.newest());
        out.list(value.items(), PastProcessesCodec::putItem);
    }

    static PastProcesses take(WireReader in) throws ProtocolException {
        return new PastProcesses(
                in.instant(),
                in.real(),
                in.integer(),
                in.real(),
                in.instant(),
                in.instant(),
                in.list(PastProcessesCodec::takeItem));
    }

    private static void putItem(WireWriter out, PastProcesses.Item value) {
        SharedCodec.putKey(out, value.key());
        out.integer(value.ppid());
        out.instant(value.startTime());
        out.text(value.user());
        out.text(value.comm());
        out.text(value.cmdline());
        out.optional(value.unit(), WireWriter::text);
        out.optional(value.container(), WireWriter::text);
        out.optional(value.cpuPercent(), WireWriter::real);
        out.signed(value.rssBytes());
        out.optional(value.readBytesPerSecond(), WireWriter::real);
        out.optional(value.writeBytesPerSecond(), WireWriter::real);
        out.bool(value.alive());
    }

    private static PastProcesses.Item takeItem(WireReader in) throws ProtocolException {
        return new PastProcesses.Item(
                SharedCodec.takeKey(in),
                in.integer(),
                in.instant(),
                in.text(),
                in.text(),
                in.text(),
                in.optional(WireReader::text),
                in.optional(WireReader::text),
                in.optional(WireReader::real),
                in.signed(),
                in.optional(WireReader::real),
                in.optional(WireReader::real),
                in.bool());
    }
}

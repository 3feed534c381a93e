package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.answer.HostFacts;

/// The encoding of what the host is.
final class HostFactsCodec {
    private HostFactsCodec() {}

    static void putHostFacts(WireWriter out, HostFacts value) {
        out.optional(value.osName(), WireWriter::text);
        out.optional(value.osVersion(), WireWriter::text);
        out.optional(value.hostName(), WireWriter::text);
        out.optional(value.kernelRelease(), WireWriter::text);
        out.optional(value.architecture(), WireWriter::text);
        out.optional(value.bootId(), WireWriter::text);
        out.optional(value.bootTime(), WireWriter::instant);
        out.optional(value.uptimeSeconds(), WireWriter::real);
        out.optional(value.timeZone(), WireWriter::text);
        out.optional(value.cpuModel(), WireWriter::text);
        out.optional(value.cpuCount(), WireWriter::integer);
        out.optional(value.cpuSockets(), WireWriter::integer);
        out.optional(value.cpuCores(), WireWriter::integer);
        out.optional(value.memoryTotalBytes(), WireWriter::signed);
        out.optional(value.virtualization(), WireWriter::text);
        out.optional(value.container(), WireWriter::text);
        out.texts(value.serviceManagers());
        out.optional(value.addresses(), (o, all) -> o.list(all, HostFactsCodec::putAddress));
        out.optional(value.users(), (o, all) -> o.list(all, HostFactsCodec::putLoggedInUser));
        out.optional(value.load(), HostFactsCodec::putLoad);
        out.text(value.agentVersion());
        out.text(value.agentUser());
        out.bool(value.privileged());
        out.text(value.processSource());
        out.optional(value.processSourceReason(), WireWriter::text);
        out.text(value.socketSource());
        out.optional(value.socketSourceReason(), WireWriter::text);
        out.list(value.limits(), HostFactsCodec::putNotice);
    }

    static HostFacts takeHostFacts(WireReader in) throws ProtocolException {
        return new HostFacts(
                in.optional(WireReader::text),
                in.optional(WireReader::text),
                in.optional(WireReader::text),
                in.optional(WireReader::text),
                in.optional(WireReader::text),
                in.optional(WireReader::text),
                in.optional(WireReader::instant),
                in.optional(WireReader::real),
                in.optional(WireReader::text),
                in.optional(WireReader::text),
                in.optional(WireReader::integer),
                in.optional(WireReader::integer),
                in.optional(WireReader::integer),
                in.optional(WireReader::signed),
                in.optional(WireReader::text),
                in.optional(WireReader::text),
                in.texts(),
                in.optional(i -> i.list(HostFactsCodec::takeAddress)),
                in.optional(i -> i.list(HostFactsCodec::takeLoggedInUser)),
                in.optional(HostFactsCodec::takeLoad),
                in.text(),
                in.text(),
                in.bool(),
                in.text(),
                in.optional(WireReader::text),
                in.text(),
                in.optional(WireReader::text),
                in.list(HostFactsCodec::takeNotice));
    }

    private static void putLoad(WireWriter out, HostFacts.Load value) {
        out.real(value.one());
        out.real(value.five());
        out.real(value.fifteen());
    }

    private static HostFacts.Load takeLoad(WireReader in) throws ProtocolException {
        return new HostFacts.Load(in.real(), in.real(), in.real());
    }

    static void putAddress(WireWriter out, HostFacts.Address value) {
        out.text(value.interfaceName());
        out.text(value.address());
        out.integer(value.prefixLength());
    }

    static HostFacts.Address takeAddress(WireReader in) throws ProtocolException {
        return new HostFacts.Address(in.text(), in.text(), in.integer());
    }

    static void putLoggedInUser(WireWriter out, HostFacts.LoggedInUser value) {
        out.text(value.userName());
        out.text(value.terminal());
        out.optional(value.from(), WireWriter::text);
        out.instant(value.loginTime());
    }

    static HostFacts.LoggedInUser takeLoggedInUser(WireReader in) throws ProtocolException {
        return new HostFacts.LoggedInUser(
                in.text(), in.text(), in.optional(WireReader::text), in.instant());
    }

    static void putNotice(WireWriter out, HostFacts.Notice value) {
        out.text(value.code());
        out.parameters(value.parameters());
    }

    static HostFacts.Notice takeNotice(WireReader in) throws ProtocolException {
        return new HostFacts.Notice(in.text(), in.parameters());
    }
}

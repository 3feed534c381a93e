package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.answer.HostFacts;

/// The encoding of what the host is.
final class HostFactsCodec {
    private HostFactsCodec() {}

    static void putHostFacts(WireWriter out, HostFacts value) {
        out.text(value.osName());
        out.text(value.osVersion());
        out.text(value.hostName());
        out.text(value.kernelRelease());
        out.text(value.architecture());
        out.text(value.bootId());
        out.instant(value.bootTime());
        out.real(value.uptimeSeconds());
        out.text(value.timeZone());
        out.optional(value.cpuModel(), WireWriter::text);
        out.integer(value.cpuCount());
        out.optional(value.cpuSockets(), WireWriter::integer);
        out.optional(value.cpuCores(), WireWriter::integer);
        out.signed(value.memoryTotalBytes());
        out.optional(value.virtualization(), WireWriter::text);
        out.optional(value.container(), WireWriter::text);
        out.texts(value.serviceManagers());
        out.list(value.addresses(), HostFactsCodec::putAddress);
        out.list(value.users(), HostFactsCodec::putLoggedInUser);
        out.real(value.loadOne());
        out.real(value.loadFive());
        out.real(value.loadFifteen());
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
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.instant(),
                in.real(),
                in.text(),
                in.optional(WireReader::text),
                in.integer(),
                in.optional(WireReader::integer),
                in.optional(WireReader::integer),
                in.signed(),
                in.optional(WireReader::text),
                in.optional(WireReader::text),
                in.texts(),
                in.list(HostFactsCodec::takeAddress),
                in.list(HostFactsCodec::takeLoggedInUser),
                in.real(),
                in.real(),
                in.real(),
                in.text(),
                in.text(),
                in.bool(),
                in.text(),
                in.optional(WireReader::text),
                in.text(),
                in.optional(WireReader::text),
                in.list(HostFactsCodec::takeNotice));
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

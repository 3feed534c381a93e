package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.answer.ServiceDetail;

/// The encoding of one service in detail.
final class ServiceDetailCodec {
    private ServiceDetailCodec() {}

    static void putServiceDetail(WireWriter out, ServiceDetail value) {
        LiveCodec.putWhole(out, LiveCodec.SERVICES, value.row());
        out.optional(value.fragmentPath(), WireWriter::text);
        out.texts(value.dropIns());
        out.texts(value.execStart());
        out.texts(value.documentation());
        out.texts(value.aliases());
        out.texts(value.requires());
        out.texts(value.wants());
        out.texts(value.requiredBy());
        out.texts(value.wantedBy());
        out.texts(value.boundBy());
        out.texts(value.conflicts());
        out.texts(value.triggeredBy());
        out.list(value.conditions(), ServiceDetailCodec::putCondition);
        out.optional(value.exitCode(), WireWriter::integer);
        out.optional(value.exitSignal(), WireWriter::text);
        out.optional(value.invocationId(), WireWriter::text);
        out.optional(value.user(), WireWriter::text);
        out.list(value.processes(), WireWriter::integer);
        SharedCodec.putReading(out, value.log(), (o, v) -> o.list(v, SharedCodec::putLogLine));
        out.texts(value.planStart());
        out.texts(value.planStartStops());
        out.texts(value.planStop());
        out.texts(value.planRestart());
    }

    static ServiceDetail takeServiceDetail(WireReader in) throws ProtocolException {
        return new ServiceDetail(
                LiveCodec.takeWhole(in, LiveCodec.SERVICES),
                in.optional(WireReader::text),
                in.texts(),
                in.texts(),
                in.texts(),
                in.texts(),
                in.texts(),
                in.texts(),
                in.texts(),
                in.texts(),
                in.texts(),
                in.texts(),
                in.texts(),
                in.list(ServiceDetailCodec::takeCondition),
                in.optional(WireReader::integer),
                in.optional(WireReader::text),
                in.optional(WireReader::text),
                in.optional(WireReader::text),
                in.list(WireReader::integer),
                SharedCodec.takeReading(in, i -> i.list(SharedCodec::takeLogLine)),
                in.texts(),
                in.texts(),
                in.texts(),
                in.texts());
    }

    static void putCondition(WireWriter out, ServiceDetail.Condition value) {
        out.text(value.name());
        out.text(value.parameter());
        out.bool(value.trigger());
        out.bool(value.negate());
        out.optional(value.met(), WireWriter::bool);
    }

    static ServiceDetail.Condition takeCondition(WireReader in) throws ProtocolException {
        return new ServiceDetail.Condition(
                in.text(), in.text(), in.bool(), in.bool(), in.optional(WireReader::bool));
    }
}

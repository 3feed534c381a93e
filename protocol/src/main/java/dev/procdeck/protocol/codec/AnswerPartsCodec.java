package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.answer.CommandPreview;
import dev.procdeck.protocol.answer.Permission;
import dev.procdeck.protocol.answer.PolicyView;
import dev.procdeck.protocol.answer.Schedule;
import java.util.Map;

/// The encoding of the smaller answers: schedule, command preview, policy, permissions.
final class AnswerPartsCodec {
    private AnswerPartsCodec() {}

    static void putSchedule(WireWriter out, Schedule value) {
        out.list(value.tasks(), AnswerPartsCodec::putTask);
        SharedCodec.putFieldsUnavailable(out, value.unavailable());
    }

    static Schedule takeSchedule(WireReader in) throws ProtocolException {
        return new Schedule(
                in.list(AnswerPartsCodec::takeTask), SharedCodec.takeFieldsUnavailable(in));
    }

    static void putTask(WireWriter out, Schedule.Task value) {
        out.text(value.source());
        out.text(value.sourceKind());
        out.text(value.schedule());
        out.optional(value.user(), WireWriter::text);
        out.text(value.command());
        out.optional(value.nextRun(), WireWriter::instant);
        out.optional(value.lastRun(), WireWriter::instant);
        out.optional(value.unit(), WireWriter::text);
        out.optional(value.error(), WireWriter::text);
    }

    static Schedule.Task takeTask(WireReader in) throws ProtocolException {
        return new Schedule.Task(
                in.text(),
                in.text(),
                in.text(),
                in.optional(WireReader::text),
                in.text(),
                in.optional(WireReader::instant),
                in.optional(WireReader::instant),
                in.optional(WireReader::text),
                in.optional(WireReader::text));
    }

    static void putCommandPreview(WireWriter out, CommandPreview value) {
        out.texts(value.arguments());
        out.optional(value.program(), WireWriter::text);
        putPermission(out, value.permission());
        out.optional(value.allowLine(), WireWriter::text);
        out.text(value.runAs());
        out.list(value.limits(), AnswerPartsCodec::putLimit);
    }

    static CommandPreview takeCommandPreview(WireReader in) throws ProtocolException {
        return new CommandPreview(
                in.texts(),
                in.optional(WireReader::text),
                takePermission(in),
                in.optional(WireReader::text),
                in.text(),
                in.list(AnswerPartsCodec::takeLimit));
    }

    static void putLimit(WireWriter out, CommandPreview.Limit value) {
        out.text(value.name());
        out.text(value.value());
        out.optional(value.enforced(), WireWriter::text);
    }

    static CommandPreview.Limit takeLimit(WireReader in) throws ProtocolException {
        return new CommandPreview.Limit(in.text(), in.text(), in.optional(WireReader::text));
    }

    static void putPolicyView(WireWriter out, PolicyView value) {
        out.text(value.source());
        out.optional(value.lookOnly(), SharedCodec::putProblem);
        out.texts(value.lines());
        putPermissions(out, value.rights());
        out.optional(value.secondFactorFrom(), WireWriter::enumeration);
    }

    static PolicyView takePolicyView(WireReader in) throws ProtocolException {
        return new PolicyView(
                in.text(),
                in.optional(SharedCodec::takeProblem),
                in.texts(),
                takePermissions(in),
                in.optional(SharedCodec::takeRole));
    }

    static void putPermission(WireWriter out, Permission value) {
        out.bool(value.allowed());
        out.optional(value.code(), WireWriter::text);
        out.parameters(value.parameters());
    }

    static Permission takePermission(WireReader in) throws ProtocolException {
        return new Permission(in.bool(), in.optional(WireReader::text), in.parameters());
    }

    static void putPermissions(WireWriter out, Map<String, Permission> values) {
        out.map(values, WireWriter::text, AnswerPartsCodec::putPermission);
    }

    static Map<String, Permission> takePermissions(WireReader in) throws ProtocolException {
        return in.map(WireReader::text, AnswerPartsCodec::takePermission);
    }
}

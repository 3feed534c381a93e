package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.answer.CommandTemplates;
import dev.procdeck.protocol.answer.PolicyExplanation;
import dev.procdeck.protocol.answer.SignalTargets;

/// The encoding of what people are told before they act: why, whom, and with what.
final class ActAnswersCodec {
    private ActAnswersCodec() {}

    static void putExplanation(WireWriter out, PolicyExplanation value) {
        out.text(value.target());
        AnswerPartsCodec.putPermission(out, value.permission());
        out.list(value.lines(), ActAnswersCodec::putLine);
    }

    static PolicyExplanation takeExplanation(WireReader in) throws ProtocolException {
        return new PolicyExplanation(
                in.text(), AnswerPartsCodec.takePermission(in), in.list(ActAnswersCodec::takeLine));
    }

    private static void putLine(WireWriter out, PolicyExplanation.Line line) {
        out.text(line.source());
        out.integer(line.line());
        out.text(line.text());
        out.text(line.effect());
        out.bool(line.decides());
    }

    private static PolicyExplanation.Line takeLine(WireReader in) throws ProtocolException {
        return new PolicyExplanation.Line(in.text(), in.integer(), in.text(), in.text(), in.bool());
    }

    static void putTargets(WireWriter out, SignalTargets value) {
        out.list(value.targets(), ActAnswersCodec::putTarget);
        out.integer(value.most());
        out.bool(value.tooMany());
    }

    static SignalTargets takeTargets(WireReader in) throws ProtocolException {
        return new SignalTargets(in.list(ActAnswersCodec::takeTarget), in.integer(), in.bool());
    }

    private static void putTarget(WireWriter out, SignalTargets.Target target) {
        SharedCodec.putKey(out, target.process());
        out.text(target.comm());
        AnswerPartsCodec.putPermission(out, target.permission());
    }

    private static SignalTargets.Target takeTarget(WireReader in) throws ProtocolException {
        return new SignalTargets.Target(
                SharedCodec.takeKey(in), in.text(), AnswerPartsCodec.takePermission(in));
    }

    static void putTemplates(WireWriter out, CommandTemplates value) {
        out.list(value.templates(), ActAnswersCodec::putTemplate);
    }

    static CommandTemplates takeTemplates(WireReader in) throws ProtocolException {
        return new CommandTemplates(in.list(ActAnswersCodec::takeTemplate));
    }

    private static void putTemplate(WireWriter out, CommandTemplates.Template template) {
        out.text(template.id());
        out.text(template.program());
        out.texts(template.arguments());
        out.list(template.parameters(), ActAnswersCodec::putParameter);
        out.optional(template.runAs(), WireWriter::text);
        AnswerPartsCodec.putPermission(out, template.permission());
    }

    private static CommandTemplates.Template takeTemplate(WireReader in) throws ProtocolException {
        return new CommandTemplates.Template(
                in.text(),
                in.text(),
                in.texts(),
                in.list(ActAnswersCodec::takeParameter),
                in.optional(WireReader::text),
                AnswerPartsCodec.takePermission(in));
    }

    private static void putParameter(WireWriter out, CommandTemplates.Parameter parameter) {
        out.text(parameter.name());
        out.text(parameter.type());
        out.texts(parameter.choices());
        out.optional(parameter.min(), WireWriter::signed);
        out.optional(parameter.max(), WireWriter::signed);
    }

    private static CommandTemplates.Parameter takeParameter(WireReader in)
            throws ProtocolException {
        return new CommandTemplates.Parameter(
                in.text(),
                in.text(),
                in.texts(),
                in.optional(WireReader::signed),
                in.optional(WireReader::signed));
    }
}

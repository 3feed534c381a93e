package dev.procdeck.protocol.codec;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.Reading;
import dev.procdeck.protocol.Unavailable;
import dev.procdeck.protocol.answer.LogLine;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.protocol.operation.Role;
import java.util.Map;

/// The encoding of values that operations, answers and live frames have in common.
final class SharedCodec {
    private static final Unavailable[] UNAVAILABLE = Unavailable.values();
    private static final Problem.Category[] CATEGORIES = Problem.Category.values();
    private static final ReturnStatus[] STATUSES = ReturnStatus.values();
    private static final Role[] ROLES = Role.values();

    private SharedCodec() {}

    static void putKey(WireWriter out, ProcessKey key) {
        out.integer(key.pid());
        out.signed(key.startTicks());
    }

    static ProcessKey takeKey(WireReader in) throws ProtocolException {
        return new ProcessKey(in.integer(), in.signed());
    }

    static Role takeRole(WireReader in) throws ProtocolException {
        return in.enumeration(ROLES);
    }

    static void putUnavailable(WireWriter out, Unavailable value) {
        out.enumeration(value);
    }

    static Unavailable takeUnavailable(WireReader in) throws ProtocolException {
        return in.enumeration(UNAVAILABLE);
    }

    static void putFieldsUnavailable(WireWriter out, Map<String, Unavailable> values) {
        out.map(values, WireWriter::text, SharedCodec::putUnavailable);
    }

    static Map<String, Unavailable> takeFieldsUnavailable(WireReader in) throws ProtocolException {
        return in.map(WireReader::text, SharedCodec::takeUnavailable);
    }

    static <T> void putReading(WireWriter out, Reading<T> reading, WireWriter.Put<T> put) {
        switch (reading) {
            case Reading.Value<T>(T value) -> {
                out.byteValue(0);
                put.put(out, value);
            }
            case Reading.Absent<T>(Unavailable reason) -> {
                out.byteValue(1);
                putUnavailable(out, reason);
            }
        }
    }

    static <T> Reading<T> takeReading(WireReader in, WireReader.Take<T> take)
            throws ProtocolException {
        return in.bool()
                ? new Reading.Absent<>(takeUnavailable(in))
                : new Reading.Value<>(take.take(in));
    }

    static void putProblem(WireWriter out, Problem problem) {
        out.enumeration(problem.category());
        out.text(problem.code());
        out.parameters(problem.parameters());
        out.optional(problem.detail(), WireWriter::text);
    }

    static Problem takeProblem(WireReader in) throws ProtocolException {
        return new Problem(
                in.enumeration(CATEGORIES),
                in.text(),
                in.parameters(),
                in.optional(WireReader::text));
    }

    static void putLogLine(WireWriter out, LogLine line) {
        out.optional(line.time(), WireWriter::instant);
        out.optional(line.priority(), WireWriter::integer);
        out.text(line.message());
        out.optional(line.pid(), WireWriter::integer);
        out.optional(line.invocationId(), WireWriter::text);
        out.optional(line.cursor(), WireWriter::text);
    }

    static LogLine takeLogLine(WireReader in) throws ProtocolException {
        return new LogLine(
                in.optional(WireReader::instant),
                in.optional(WireReader::integer),
                in.text(),
                in.optional(WireReader::integer),
                in.optional(WireReader::text),
                in.optional(WireReader::text));
    }

    static void putOutcome(WireWriter out, Outcome outcome) {
        out.enumeration(outcome.status());
        out.text(outcome.code());
        out.parameters(outcome.parameters());
        out.optional(outcome.category(), WireWriter::enumeration);
        out.optional(outcome.before(), WireWriter::text);
        out.optional(outcome.after(), WireWriter::text);
        out.list(outcome.lines(), SharedCodec::putLogLine);
        out.texts(outcome.affected());
        out.instant(outcome.endTime());
        out.optional(outcome.detail(), WireWriter::text);
    }

    static Outcome takeOutcome(WireReader in) throws ProtocolException {
        return new Outcome(
                in.enumeration(STATUSES),
                in.text(),
                in.parameters(),
                in.optional(i -> i.enumeration(CATEGORIES)),
                in.optional(WireReader::text),
                in.optional(WireReader::text),
                in.list(SharedCodec::takeLogLine),
                in.texts(),
                in.instant(),
                in.optional(WireReader::text));
    }
}

package dev.procdeck.agent.journal;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.codec.OutcomeCodec;
import dev.procdeck.protocol.codec.ProtocolException;
import dev.procdeck.protocol.codec.WireReader;
import dev.procdeck.protocol.codec.WireWriter;
import java.util.Map;

/// The bytes of one record's content. Pure.
final class RecordCodec {
    private static final int SEGMENT = 1;
    private static final int INTENT = 2;
    private static final int OUTCOME = 3;
    private static final int NOTE = 4;
    private static final int INTENT_WITH_IDENTITY = 5;

    private RecordCodec() {}

    static byte[] encode(JournalRecord record) {
        WireWriter out = new WireWriter();
        out.unsigned(record.sequence());
        out.instant(record.time());
        out.signed(record.monotonicNanos());
        out.text(record.bootId());
        switch (record.body()) {
            case JournalRecord.SegmentOpened opened -> {
                out.byteValue(SEGMENT);
                out.unsigned(opened.number());
                out.text(opened.programVersion());
            }
            case JournalRecord.IntentRecorded intent -> {
                out.byteValue(INTENT_WITH_IDENTITY);
                putIntent(out, intent);
                out.parameters(intent.identity());
            }
            case JournalRecord.OutcomeRecorded ended -> {
                out.byteValue(OUTCOME);
                out.signed(ended.operationId());
                out.text(ended.requestId());
                OutcomeCodec.put(out, ended.outcome());
            }
            case JournalRecord.Noted note -> {
                out.byteValue(NOTE);
                out.text(note.code());
                out.parameters(note.parameters());
            }
        }
        return out.toBytes();
    }

    static JournalRecord decode(byte[] bytes) throws ProtocolException {
        WireReader in = new WireReader(bytes);
        JournalRecord record =
                new JournalRecord(
                        in.unsigned(), in.instant(), in.signed(), in.text(), takeBody(in));
        in.finish();
        return record;
    }

    private static JournalRecord.Body takeBody(WireReader in) throws ProtocolException {
        int tag = in.byteValue();
        return switch (tag) {
            case SEGMENT -> new JournalRecord.SegmentOpened(in.unsigned(), in.text());
            case INTENT -> takeIntent(in, false);
            case INTENT_WITH_IDENTITY -> takeIntent(in, true);
            case OUTCOME ->
                    new JournalRecord.OutcomeRecorded(
                            in.signed(), in.text(), OutcomeCodec.take(in));
            case NOTE -> new JournalRecord.Noted(in.text(), in.parameters());
            default -> throw new ProtocolException("unknown record " + tag);
        };
    }

    private static void putIntent(WireWriter out, JournalRecord.IntentRecorded intent) {
        out.signed(intent.operationId());
        out.text(intent.requestId());
        out.text(intent.userName());
        out.text(intent.role());
        out.text(intent.remoteAddress());
        out.text(intent.sessionId());
        out.instant(intent.factors());
        out.text(intent.kind());
        out.text(intent.operation());
        out.text(intent.target());
        out.optional(
                intent.process(),
                (o, key) -> {
                    o.integer(key.pid());
                    o.signed(key.startTicks());
                });
        out.optional(intent.before(), WireWriter::text);
    }

    private static JournalRecord.IntentRecorded takeIntent(WireReader in, boolean identity)
            throws ProtocolException {
        return new JournalRecord.IntentRecorded(
                in.signed(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.text(),
                in.instant(),
                in.text(),
                in.text(),
                in.text(),
                in.optional(i -> new ProcessKey(i.integer(), i.signed())),
                in.optional(WireReader::text),
                identity ? in.parameters() : Map.of());
    }
}

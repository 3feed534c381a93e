package dev.procdeck.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.codec.ProtocolException;
import dev.procdeck.protocol.codec.WireWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
    private static final Instant TIME = Instant.parse("2026-11-23T06:00:00.123456789Z");
    private static final JournalRecord.IntentRecorded INTENT =
            new JournalRecord.IntentRecorded(
                    7,
                    "request",
                    "ann",
                    "admin",
                    "192.0.2.1",
                    "session",
                    TIME.minusSeconds(60),
                    "signal",
                    "KILL",
                    "77/123 sleep",
                    new ProcessKey(77, 123),
                    "S",
                    Map.of("exe", "/usr/bin/sleep"));

    @Test
    @DisplayName("U6: whatever a record says is there when it is read again")
    void everyKindOfRecordIsReadAsItWasWritten() throws Exception {
        for (JournalRecord.Body body :
                List.of(
                        new JournalRecord.SegmentOpened(3, "1.2"),
                        INTENT,
                        JournalTest.intent(8),
                        new JournalRecord.OutcomeRecorded(
                                7, "request", JournalTest.outcome("running")),
                        new JournalRecord.Noted("policy_loaded", Map.of("file", "x")))) {
            JournalRecord record = new JournalRecord(12, TIME, 345, "boot", body);
            assertThat(RecordCodec.decode(RecordCodec.encode(record))).isEqualTo(record);
        }
    }

    /// Records from before the identity was one of their parts.
    @Test
    void anOldIntentIsStillRead() throws Exception {
        WireWriter out = head();
        out.byteValue(2);
        out.signed(7);
        for (String text : List.of("request", "ann", "admin", "192.0.2.1", "session")) {
            out.text(text);
        }
        out.instant(TIME.minusSeconds(60));
        for (String text : List.of("signal", "KILL", "77/123 sleep")) {
            out.text(text);
        }
        out.optional(
                new ProcessKey(77, 123),
                (o, key) -> {
                    o.integer(key.pid());
                    o.signed(key.startTicks());
                });
        out.optional("S", WireWriter::text);
        JournalRecord.IntentRecorded read =
                (JournalRecord.IntentRecorded) RecordCodec.decode(out.toBytes()).body();
        assertThat(read.process()).isEqualTo(INTENT.process());
        assertThat(read.before()).isEqualTo("S");
        assertThat(read.identity()).isEmpty();
    }

    @Test
    void bytesThatAreLeftOverOrOfNoKindAreNoRecord() {
        JournalRecord record = new JournalRecord(1, TIME, 1, "b", INTENT);
        byte[] good = RecordCodec.encode(record);
        assertThatThrownBy(() -> RecordCodec.decode(java.util.Arrays.copyOf(good, good.length + 1)))
                .isInstanceOf(ProtocolException.class);
        WireWriter out = head();
        out.byteValue(9);
        assertThatThrownBy(() -> RecordCodec.decode(out.toBytes()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("unknown record 9");
    }

    private static WireWriter head() {
        WireWriter out = new WireWriter();
        out.unsigned(1);
        out.instant(TIME);
        out.signed(1);
        out.text("boot");
        return out;
    }
}

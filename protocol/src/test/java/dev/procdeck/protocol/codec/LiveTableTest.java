package dev.procdeck.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveTableTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void whoeverFollowsTheChangesHoldsTheTable() throws Exception {
        for (long seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            RandomRecords records = new RandomRecords(seed);
            LiveEncoder encoder = new LiveEncoder();
            LiveDecoder early = new LiveDecoder();
            Map<ProcessKey, ProcessRow> truth = new HashMap<>();
            Map<ProcessKey, ProcessRow> seen = new HashMap<>();
            for (long tick = 1; tick < 30; tick++) {
                List<ProcessRow> rows = new ArrayList<>();
                List<ProcessKey> gone = new ArrayList<>();
                for (ProcessRow row : List.copyOf(truth.values())) {
                    switch (random.nextInt(4)) {
                        case 0 -> rows.add(records.mutate(row));
                        case 1 -> gone.add(row.key());
                        default -> {}
                    }
                }
                rows.add(records.record(ProcessRow.class));
                rows.forEach(row -> truth.put(row.key(), row));
                gone.forEach(truth::remove);
                Long base = tick == 1 ? null : tick - 1;
                WireWriter out = new WireWriter();
                encoder.put(
                        out, new Live.ProcessesFrame(tick, base, TIME, "boot", 1000, rows, gone));
                apply(seen, early.take(new WireReader(out.toBytes())));
                assertThat(seen).as("seed %d tick %d", seed, tick).isEqualTo(truth);
            }
            WireWriter full = new WireWriter();
            assertThat(encoder.putFull(full, Topic.PROCESSES)).isEqualTo(29);
            Map<ProcessKey, ProcessRow> late = new HashMap<>();
            apply(late, new LiveDecoder().take(new WireReader(full.toBytes())));
            assertThat(late).as("seed %d, newcomer", seed).isEqualTo(truth);
        }
    }

    @Test
    void aChangedFieldCostsItsOwnBytes() {
        ProcessRow row = new RandomRecords(5).record(ProcessRow.class);
        LiveEncoder encoder = new LiveEncoder();
        encoder.put(new WireWriter(), frame(1, null, row));
        WireWriter same = new WireWriter();
        encoder.put(same, new Live.ProcessesFrame(2, 1L, TIME, "boot", 1000, List.of(), List.of()));
        ProcessRow busier =
                new ProcessRow(
                        row.key(),
                        row.ppid(),
                        row.startTime(),
                        row.uid(),
                        row.user(),
                        row.comm(),
                        row.cmdline(),
                        row.exe(),
                        row.state(),
                        12.5,
                        row.cpuSeconds(),
                        row.rssBytes(),
                        row.virtualBytes(),
                        row.threads(),
                        row.nice(),
                        row.priority(),
                        row.readBytesPerSecond(),
                        row.writeBytesPerSecond(),
                        row.unit(),
                        row.container(),
                        row.kernelThread(),
                        row.protection(),
                        row.unavailable());
        WireWriter one = new WireWriter();
        encoder.put(one, frame(3, 2L, busier));
        assertThat(one.length() - same.length()).isLessThan(30);
    }

    @Test
    void aChangeOfATickThatIsNotHeldIsRefused() {
        ProcessRow row = new RandomRecords(5).record(ProcessRow.class);
        LiveEncoder encoder = new LiveEncoder();
        encoder.put(new WireWriter(), frame(1, null, row));
        WireWriter change = new WireWriter();
        encoder.put(change, frame(2, 1L, row));
        assertThatThrownBy(() -> new LiveDecoder().take(new WireReader(change.toBytes())))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> encoder.put(new WireWriter(), frame(9, 8L, row)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Live.ProcessesFrame frame(long tick, Long base, ProcessRow row) {
        return new Live.ProcessesFrame(tick, base, TIME, "boot", 1000, List.of(row), List.of());
    }

    private static void apply(Map<ProcessKey, ProcessRow> table, Live live) {
        Live.ProcessesFrame frame = (Live.ProcessesFrame) live;
        if (frame.base() == null) {
            table.clear();
        }
        frame.rows().forEach(row -> table.put(row.key(), row));
        frame.gone().forEach(table::remove);
    }
}

package dev.procdeck.agent.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.live.EventRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventEntriesTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    static EventRow row(long id, String line, EventRow.End end) {
        return new EventRow(
                id,
                new EventRow.Begin(new ProcessKey((int) id, id), TIME, true, 1, "systemd"),
                new EventRow.Program("x", line, true, 0, "root", null, null),
                end,
                null);
    }

    private static EventRow.End end(Instant at) {
        return new EventRow.End(at, EventRow.Outcome.SUCCEEDED, 0, null, false, null, null);
    }

    @Test
    void whoeverAppliesTheChangesHoldsTheNewest() {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            EventEntries entries = new EventEntries(3_000, 1L << 30);
            Map<Long, EventRow> held = new HashMap<>();
            entries.takeAll().rows().forEach(row -> held.put(row.id(), row));
            long next = 0;
            for (int frame = 0; frame < 40; frame++) {
                for (int i = random.nextInt(200); i > 0; i--) {
                    long id = next > 0 && random.nextBoolean() ? random.nextLong(next) : next++;
                    EventRow fresh = row(id, "line " + random.nextInt(), null);
                    if (random.nextInt(4) == 0) {
                        entries.replace(fresh);
                    } else {
                        entries.put(fresh);
                    }
                }
                EventEntries.Changes changes = entries.takeChanges();
                assertThat(changes.rows()).doesNotContainNull();
                changes.rows().forEach(row -> held.put(row.id(), row));
                changes.gone().forEach(id -> assertThat(held.remove(id)).isNotNull());
                Map<Long, EventRow> newest = new HashMap<>();
                entries.between(null, null).stream()
                        .limit(EventEntries.WINDOW)
                        .forEach(row -> newest.put(row.id(), row));
                assertThat(held).as("seed %d frame %d", seed, frame).isEqualTo(newest);
            }
            Set<Long> whole = new HashSet<>();
            entries.takeAll().rows().forEach(row -> whole.add(row.id()));
            assertThat(whole).isEqualTo(held.keySet());
        }
    }

    @Test
    void theOldestGiveWayToTheirNumberAndToTheirSize() {
        EventEntries few = new EventEntries(10, 1L << 30);
        for (long id = 1; id <= 25; id++) {
            few.put(row(id, "x", null));
        }
        assertThat(few.size()).isEqualTo(10);
        assertThat(few.find(15)).isNull();
        assertThat(few.find(16)).isNotNull();
        EventEntries small = new EventEntries(1_000, 100_000);
        for (long id = 1; id <= 1_000; id++) {
            small.put(row(id, "y".repeat(4_000), null));
        }
        assertThat(small.size()).isBetween(10, 25);
        assertThat(small.find(1_000)).isNotNull();
    }

    @Test
    void aTimeFindsTheLivesThatTouchIt() {
        EventEntries entries = new EventEntries(10, 1L << 20);
        entries.put(row(1, "ended before", end(TIME.plusSeconds(5))));
        entries.put(row(2, "runs", null));
        entries.put(row(3, "ended after", end(TIME.plusSeconds(20))));
        Instant from = TIME.plusSeconds(10);
        assertThat(ids(entries.between(from, null))).containsExactly(3L, 2L);
        assertThat(ids(entries.between(null, TIME.minusSeconds(1)))).isEmpty();
        assertThat(ids(entries.between(null, TIME))).containsExactly(3L, 2L, 1L);
    }

    private static List<Long> ids(List<EventRow> rows) {
        return rows.stream().map(EventRow::id).toList();
    }
}

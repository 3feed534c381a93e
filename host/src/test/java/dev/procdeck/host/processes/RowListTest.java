package dev.procdeck.host.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.libc.Reading;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowListTest {

    @Test
    void sameRowsAreTheSameList() {
        ProcessRow[] rows = rows(300);
        RowList first = RowList.EMPTY.with(rows, 300);
        assertThat(first.with(rows.clone(), 300)).isSameAs(first);
        assertThat(RowList.EMPTY.with(rows, 0)).isSameAs(RowList.EMPTY);
    }

    @Test
    void everyHistoryOfChangesEqualsAFreshCopy() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ProcessRow[] rows = rows(2000);
        RowList list = RowList.EMPTY;
        for (int step = 0; step < 500; step++) {
            int count = random.nextInt(rows.length);
            for (int change = random.nextInt(4); change > 0; change--) {
                rows[random.nextInt(rows.length)] = row(random.nextInt());
            }
            RowList before = list;
            ProcessRow[] copyBefore = before.toArray(ProcessRow[]::new);
            list = list.with(rows, count);
            assertThat(list.toArray()).as("seed %d", seed).isEqualTo(Arrays.copyOf(rows, count));
            assertThat(before.toArray()).as("seed %d", seed).isEqualTo(copyBefore);
        }
    }

    private static ProcessRow[] rows(int count) {
        ProcessRow[] rows = new ProcessRow[count];
        Arrays.setAll(rows, RowListTest::row);
        return rows;
    }

    private static ProcessRow row(int pid) {
        ProcessFacts facts =
                new ProcessFacts(
                        new ProcessIdentity(pid, 1),
                        Instant.EPOCH,
                        false,
                        0,
                        "root",
                        "x",
                        Reading.of(CommandLine.NONE),
                        Reading.of("/x"),
                        Reading.unsupported("x"));
        return new ProcessRow(
                facts, 1, 'S', 0, 0, null, 0, 0, 1, 20, 0, 0, 0, Reading.denied("io"));
    }
}

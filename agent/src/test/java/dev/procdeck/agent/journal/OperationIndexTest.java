package dev.procdeck.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Which operations are known for ever, and how many outcomes are kept.
class OperationIndexTest {
    private final OperationIndex index = new OperationIndex();

    @Test
    void idsGrowTogetherIntoRanges() {
        assertThat(index.highestId()).isZero();
        assertThat(index.ranges()).isEmpty();
        for (long id : new long[] {5, 1, 3, 9}) {
            assertThat(index.know(id)).isTrue();
        }
        assertThat(index.ranges()).isEqualTo("1-1 3-3 5-5 9-9");
        assertThat(index.know(2)).isTrue();
        assertThat(index.ranges()).isEqualTo("1-3 5-5 9-9");
        assertThat(index.know(4)).isTrue();
        assertThat(index.ranges()).isEqualTo("1-5 9-9");
        for (long id : new long[] {1, 3, 5, 9}) {
            assertThat(index.know(id)).as("%d", id).isFalse();
        }
        assertThat(index.highestId()).isEqualTo(9);
    }

    @Test
    void rangesAreTakenAsTheyWereGiven() {
        index.knowRanges("");
        assertThat(index.ranges()).isEmpty();
        index.knowRanges("1-5 9-9");
        assertThat(index.ranges()).isEqualTo("1-5 9-9");
        assertThat(index.know(5)).isFalse();
        assertThat(index.know(6)).isTrue();
        assertThat(index.know(Long.MAX_VALUE)).isTrue();
        assertThat(index.highestId()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theLastTenThousandOutcomesAreKept() {
        for (long id = 1; id <= OperationIndex.MAX_OUTCOMES + 1L; id++) {
            index.add(JournalTest.intent(id));
            assertThat(index.open()).hasSize(1);
            index.add(new JournalRecord.OutcomeRecorded(id, "r" + id, JournalTest.outcome("done")));
        }
        assertThat(index.open()).isEmpty();
        assertThat(index.ended(1)).isEmpty();
        assertThat(index.know(1)).as("its id stays taken").isFalse();
        assertThat(index.ended(2))
                .contains(new OperationIndex.Ended("r2", JournalTest.outcome("done")));
    }
}

package dev.procdeck.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LateOutcomesTest {
    private static LateOutcomes.Late late(long id) {
        return new LateOutcomes.Late(
                id, RetStatus.SUCCEEDED, Outcome.of("active", Map.of()), null, null);
    }

    @Test
    void oneThatCanNeverBeWrittenDoesNotHoldUpTheOthers() throws Exception {
        BlockingQueue<Long> written = new LinkedBlockingQueue<>();
        LateOutcomes outcomes =
                new LateOutcomes(late -> {
                    if (late.id() == 1) {
                        throw new IllegalStateException("no such record");
                    }
                    return written.add(late.id());
                });
        outcomes.add(late(1));
        outcomes.add(late(2));
        assertThat(written.poll(60, TimeUnit.SECONDS)).isEqualTo(2);
        outcomes.add(late(3));
        assertThat(written.poll(60, TimeUnit.SECONDS)).isEqualTo(3);
        outcomes.close();
    }

    @Test
    void whatTheStoreRefusesIsOfferedAgainInOrder() throws Exception {
        BlockingQueue<Long> offered = new LinkedBlockingQueue<>();
        AtomicBoolean full = new AtomicBoolean(true);
        LateOutcomes outcomes =
                new LateOutcomes(late -> {
                    offered.add(late.id());
                    return !full.getAndSet(false);
                });
        outcomes.add(late(1));
        outcomes.add(late(2));
        for (long expected : new long[] {1, 1, 2}) {
            assertThat(offered.poll(60, TimeUnit.SECONDS)).isEqualTo(expected);
        }
        outcomes.close();
    }
}

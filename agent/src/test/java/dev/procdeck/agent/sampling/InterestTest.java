package dev.procdeck.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.live.Topic;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// When what is due, on a clock that the test turns.
class InterestTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Set<Topic> BOTH = EnumSet.of(Topic.PROCESSES, Topic.RESOURCES);

    private final Interest interest = new Interest();
    private long now = 5 * SECOND;

    /// Samples what is due each 50 ms for a while; answers how often a topic was.
    private int samples(Topic topic, int seconds, long costNanos) {
        int count = 0;
        for (long end = now + seconds * SECOND; now < end; now += SECOND / 20) {
            interest.refresh(now);
            for (Topic due : interest.due(now)) {
                count += due == topic ? 1 : 0;
                interest.sampled(due, now, due == Topic.PROCESSES ? costNanos : 0);
            }
        }
        return count;
    }

    @Test
    void cheapTopicsKeepThePeriodThatIsWanted() {
        interest.watch("page", BOTH, 1000);
        samples(Topic.PROCESSES, 2, 0);
        assertThat(samples(Topic.PROCESSES, 10, 0)).isEqualTo(10);
    }

    @Test
    void anExpensiveTopicStretchesAloneEvenWhenTotalsAreDue() {
        interest.watch("page", BOTH, 1000);
        samples(Topic.PROCESSES, 8, 4 * SECOND);
        assertThat(samples(Topic.PROCESSES, 40, 4 * SECOND)).isEqualTo(10);
        assertThat(samples(Topic.RESOURCES, 40, 4 * SECOND)).isEqualTo(40);
    }

    @Test
    void aPeriodLongerThanTheCostIsKept() {
        interest.watch("page", EnumSet.of(Topic.PROCESSES), 5000);
        samples(Topic.PROCESSES, 10, 2 * SECOND);
        assertThat(samples(Topic.PROCESSES, 50, 2 * SECOND)).isEqualTo(10);
    }

    @Test
    void nobodyWantsNothing() {
        interest.watch("page", BOTH, 1000);
        samples(Topic.PROCESSES, 3, 0);
        interest.watch("page", Set.of(), 1000);
        assertThat(interest.refresh(now)).isEqualTo(BOTH);
        assertThat(interest.untilNextNanos(now)).isEqualTo(Long.MAX_VALUE);
    }
}

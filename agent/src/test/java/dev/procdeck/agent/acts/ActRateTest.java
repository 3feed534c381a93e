package dev.procdeck.agent.acts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ActRateTest {
    @Test
    void onePersonIsBoundedAndNobodyElse() {
        long[] now = {0};
        ActRate rate = new ActRate(() -> now[0]);
        for (int i = 0; i < ActRate.MAX_PER_MINUTE; i++) {
            assertThat(rate.allows("ann")).isTrue();
        }
        assertThat(rate.allows("ann")).isFalse();
        assertThat(rate.allows("bob")).isTrue();
        now[0] = 61_000_000_000L;
        assertThat(rate.allows("ann")).isTrue();
    }
}

package dev.procdeck.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PerMinuteTest {
    private long nanos = -1;
    private final PerMinute people = new PerMinute(() -> nanos);

    @Test
    void aMinuteBeginsWithTheFirstAndIsEachPersonsOwn() {
        assertThat(people.count("ann")).isEqualTo(1);
        nanos += Duration.ofSeconds(59).toNanos();
        assertThat(people.count("ann")).isEqualTo(2);
        assertThat(people.count("bob")).isEqualTo(1);
        nanos += Duration.ofSeconds(1).toNanos();
        assertThat(people.count("ann")).isEqualTo(1);
        assertThat(people.count("bob")).isEqualTo(2);
    }

    @Test
    void whoseMinuteIsOverIsForgottenWhenThereAreMany() {
        for (int i = 0; i < PerMinute.MANY_PEOPLE; i++) {
            people.count("user" + i);
        }
        nanos += Duration.ofMinutes(1).toNanos();
        assertThat(people.count("ann")).isEqualTo(1);
        assertThat(people.size()).isEqualTo(1);
    }
}

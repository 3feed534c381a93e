package dev.procdeck.agent.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.TaskCounts;
import dev.procdeck.host.resources.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What cannot be read is absent up to the page, and never 0.
class ResourcesViewTest {
    private static final TaskCounts TASKS = new TaskCounts(2, 1, 1, 0, 0);

    @Test
    void whatCannotBeReadIsNotZero() {
        var shown =
                ResourcesView.of(
                        resources(Reading.denied("proc"), Optional.of(true), Optional.empty()),
                        TASKS,
                        null);
        assertThat(shown.cpu()).isNull();
        assertThat(shown.memory()).isNull();
        assertThat(shown.swap()).isNull();
        assertThat(shown.load()).isNull();
        assertThat(shown.uptimeSeconds()).isNull();
        assertThat(shown.tasks().total()).isEqualTo(2);
    }

    @Test
    void anInterfaceHasNoRatesAndNoErrorsBeforeTheFirstInterval() {
        var shown =
                ResourcesView.of(
                                resources(
                                        Reading.unsupported(""),
                                        Optional.empty(),
                                        Optional.empty()),
                                TASKS,
                                1.0)
                        .interfaces()
                        .getFirst();
        assertThat(shown.up()).as("sysfs does not show it").isNull();
        assertThat(shown.receiveBytesPerSecond()).isNull();
        assertThat(shown.receiveErrorsPerSecond()).isNull();
        assertThat(shown.transmitErrorsPerSecond()).isNull();
        assertThat(shown.receiveDropsPerSecond()).isNull();
        assertThat(shown.transmitDropsPerSecond()).isNull();
    }

    @Test
    void oneErrorInTwoSecondsIsNotRoundedAway() {
        var rates = new Resources.NetworkRates(1, 2, 3, 4, 0.5, 0.25, 0, 8);
        var shown =
                ResourcesView.of(
                                resources(
                                        Reading.unsupported(""),
                                        Optional.of(false),
                                        Optional.of(rates)),
                                TASKS,
                                1.0)
                        .interfaces()
                        .getFirst();
        assertThat(shown.up()).isFalse();
        assertThat(shown.receiveErrorsPerSecond()).isEqualTo(0.5);
        assertThat(shown.transmitErrorsPerSecond()).isEqualTo(0.25);
        assertThat(shown.receiveDropsPerSecond()).isZero();
        assertThat(shown.transmitDropsPerSecond()).isEqualTo(8);
    }

    private static <T> Reading<T> as(Reading<Void> absent) {
        return absent.map(nothing -> {
            throw new AssertionError(nothing);
        });
    }

    private static Resources resources(
            Reading<Void> absent, Optional<Boolean> up, Optional<Resources.NetworkRates> rates) {
        return new Resources(
                Instant.EPOCH,
                rates.map(_ -> Duration.ofSeconds(2)),
                as(absent),
                as(absent),
                as(absent),
                as(absent),
                new Resources.Pressure(as(absent), as(absent), as(absent)),
                as(absent),
                as(absent),
                Reading.of(List.of(new Resources.NetworkInterface("eth0", up, 1, 2, rates))));
    }
}

package dev.procdeck.agent.acts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.services.ServiceState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UnitsAfterTest {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    @Test
    void severalServicesAreToldInOneLine() throws InterruptedException {
        UnitsAfter seen =
                UnitsAfter.look(
                        new CommandJudge.Touched(List.of("a.service", "b.service"), false),
                        WINDOW,
                        unit ->
                                unit.equals("a.service")
                                        ? Optional.of(state("active", 0))
                                        : Optional.empty());
        assertThat(seen.words()).contains("a.service: active").contains("b.service: ?");
        assertThat(seen.words().lines()).hasSize(1);
        assertThat(seen.down()).isEmpty();
    }

    @Test
    void whatDiesAfterTheToolHasEndedIsDown() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();
        UnitsAfter seen =
                UnitsAfter.look(
                        new CommandJudge.Touched(List.of("a.service"), true),
                        WINDOW,
                        _ ->
                                Optional.of(
                                        state(
                                                looks.getAndIncrement() == 0 ? "active" : "failed",
                                                0)));
        assertThat(seen.down()).containsExactly("a.service");
        assertThat(looks).hasValue(2);
    }

    @Test
    void whatWasRestartedMeanwhileIsDownThoughItRunsAgain() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();
        UnitsAfter seen =
                UnitsAfter.look(
                        new CommandJudge.Touched(List.of("a.service"), true),
                        WINDOW,
                        _ -> Optional.of(state("active", looks.getAndIncrement())));
        assertThat(seen.down()).containsExactly("a.service");
    }

    @Test
    void withoutAWindowItIsOneLook() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();
        UnitsAfter.look(
                new CommandJudge.Touched(List.of("a.service"), true),
                Duration.ZERO,
                _ -> {
                    looks.incrementAndGet();
                    return Optional.of(state("active", 0));
                });
        assertThat(looks).hasValue(1);
    }

    private static ServiceState state(String activeState, long restarts) {
        return new ServiceState(
                "loaded",
                activeState,
                "",
                "enabled",
                OptionalInt.empty(),
                "",
                Optional.empty(),
                OptionalLong.of(restarts),
                "");
    }
}

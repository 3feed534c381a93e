package dev.procdeck.host.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.journal.Journal;
import dev.procdeck.host.services.ActMode;
import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.services.ServiceAct;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceOutcome.Achieved;
import dev.procdeck.host.services.ServiceOutcome.Refusal;
import dev.procdeck.host.services.ServiceVerb;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A real systemd and the acts that tests do on it.
abstract class ActsOnUnits {

    static final Systemd systemd =
            new Systemd(
                    "systemd",
                    Systemd.SYSTEM_BUS,
                    Path.of("/sys/fs/cgroup"),
                    Journal.ofSystem(),
                    ActTimes.DEFAULT);

    static void assertRefused(String name, ServiceVerb verb, Refusal reason) {
        assertThat(act(verb, name).outcome())
                .isInstanceOfSatisfying(
                        ServiceOutcome.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    static ServiceOutcome succeeded(Achieved achieved) {
        return new ServiceOutcome.Succeeded(achieved, List.of());
    }

    static ServiceAct act(ServiceVerb verb, String name) {
        return systemd.act(verb, name, ActMode.FAIL, step -> {});
    }

    static List<String> messages(List<LogLine> lines) {
        return lines.stream()
                .map(line -> new String(line.message(), StandardCharsets.UTF_8))
                .toList();
    }

    static void await(BooleanSupplier holds) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
    }
}

package dev.procdeck.host.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;

/// Any user may write a crontab: whatever stands in it ends in lines, each with its next time or
/// with why cron would reject it.
@Tag("fuzz")
class CronFuzzTest {
    private static final Instant NOW = Instant.parse("2026-02-28T23:59:30Z");

    @FuzzTest
    void crontab(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (boolean hasUser : new boolean[] {false, true}) {
            for (Crontab.Line line : Crontab.parse(text, hasUser).lines()) {
                assertThat(line.number()).isPositive();
                line.when()
                        .flatMap(when -> when.nextAfter(NOW, ZoneOffset.UTC))
                        .ifPresent(next -> assertThat(next).isAfter(NOW));
            }
        }
    }

    @FuzzTest
    void anacrontab(byte[] bytes) {
        Anacrontab.parse(new String(bytes, StandardCharsets.UTF_8));
    }
}

package dev.procdeck.host.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.systemd.UnitName.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requirement I2: which names may go anywhere near a service manager.
class UnitNameTest {

    @ParameterizedTest
    @CsvSource({
        "nginx, nginx.service",
        "nginx.service, nginx.service",
        "foo.bar, foo.bar.service",
        "a@b, a@b.service",
        "getty@tty1.service, getty@tty1.service",
        "dev-disk-by\\x2dlabel.device, dev-disk-by\\x2dlabel.device",
        "logrotate.timer, logrotate.timer"
    })
    void aNameWithoutSuffixMeansAService(String given, String meant) {
        assertThat(UnitName.parse(given).orElseThrow().value()).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-x",
                "--no-block",
                "-.mount",
                "a/b",
                "../etc",
                "a..b",
                "a b",
                "a*",
                "a?",
                "[a]",
                "a\nb",
                "a\0b",
                "😀",
                "é",
                "<b>",
                "$(id)",
                ".service",
                "@x.service",
                ""
            })
    void otherNamesAreRefused(String given) {
        assertThat(UnitName.parse(given)).isEmpty();
        assertThat(UnitName.problem(given)).isPresent();
    }

    @Test
    void lengthIsLimitedWithTheSuffix() {
        assertThat(UnitName.parse("a".repeat(247))).isPresent();
        assertThat(UnitName.problem("a".repeat(248))).contains(Problem.TOO_LONG);
        assertThat(UnitName.problem("a".repeat(5000))).contains(Problem.TOO_LONG);
    }

    @Test
    void templatesAreKnown() {
        assertThat(UnitName.parse("x@.service").orElseThrow().isTemplate()).isTrue();
        assertThat(UnitName.parse("x@").orElseThrow().isTemplate()).isTrue();
        assertThat(UnitName.parse("x@1").orElseThrow().isTemplate()).isFalse();
    }
}

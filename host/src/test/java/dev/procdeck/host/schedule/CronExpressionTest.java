package dev.procdeck.host.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {

    static CronExpression parse(String fields) throws CronSyntaxException {
        return CronExpression.parse(List.of(fields.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        // expression; after; next, all in Berlin time
        "0 12 * * *, 2026-01-01T11:59, 2026-01-01T12:00",
        "0 12 * * *, 2026-01-01T12:00, 2026-01-02T12:00",
        "*/15 * * * *, 2026-01-01T23:46, 2026-01-02T00:00",
        "0 0 29 2 *, 2026-01-01T00:00, 2028-02-29T00:00",
        "0 0 29 2 */7, 2026-01-01T00:00, 2032-02-29T00:00",
        // both day fields given: either suffices
        "0 0 13 * 5, 2026-03-01T00:00, 2026-03-06T00:00",
        // one starts with a star: both must match, also with a step
        "0 0 */2 * 1, 2026-03-03T00:00, 2026-03-09T00:00",
        "0 0 1 1 0-7, 2026-03-03T00:00, 2027-01-01T00:00",
        // clocks go from 02:00 to 03:00: a fixed time runs at the end of the gap, one with a star
        // does not
        "30 2 * * *, 2026-03-28T12:00, 2026-03-29T03:00",
        "*/30 2 * * *, 2026-03-28T12:00, 2026-03-30T02:00",
        "30 * * * *, 2026-03-29T01:30, 2026-03-29T03:30",
    })
    void findsTheNextRun(String expression, String after, String next) throws CronSyntaxException {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant from = LocalDateTime.parse(after).atZone(berlin).toInstant();
        assertThat(parse(expression).nextAfter(from, berlin))
                .contains(LocalDateTime.parse(next).atZone(berlin).toInstant());
    }

    @Test
    void aRepeatedHourRunsFixedTimesOnceAndStarsTwice() throws CronSyntaxException {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant first = Instant.parse("2026-10-25T00:30:00Z");
        assertThat(parse("30 2 * * *").nextAfter(first.minusSeconds(60), berlin)).contains(first);
        assertThat(parse("30 2 * * *").nextAfter(first, berlin))
                .contains(Instant.parse("2026-10-26T01:30:00Z"));
        assertThat(parse("30 * * * *").nextAfter(first, berlin))
                .contains(Instant.parse("2026-10-25T01:30:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 31 2 *", "0 0 30 2 *", "22-2 * * * *", "0 0 31 4,6,9,11 *"})
    void saysWhenNoDateEverMatches(String expression) throws CronSyntaxException {
        assertThat(parse(expression).nextAfter(Instant.EPOCH, ZoneId.of("UTC"))).isEmpty();
    }

    @Test
    void knowsTheMacros() throws CronSyntaxException {
        assertThat(CronExpression.ofMacro("@reboot")).isEmpty();
        assertThat(CronExpression.ofMacro("@weekly")).contains(parse("0 0 * * 0"));
        assertThatThrownBy(() -> CronExpression.ofMacro("@DAILY")).hasMessage("bad time specifier");
    }

    /// Against cron's own loop around changes of the clock, in zones of many habits.
    @Test
    void agreesWithCronsVirtualClock() throws CronSyntaxException {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        List<ZoneId> zones =
                List.of(
                                "UTC",
                                "Asia/Shanghai",
                                "Europe/Berlin",
                                "America/New_York",
                                "Australia/Lord_Howe",
                                "America/Santiago",
                                "Africa/Cairo",
                                "America/Sao_Paulo",
                                "Atlantic/Azores",
                                "Pacific/Apia",
                                "Asia/Tehran")
                        .stream()
                        .map(ZoneId::of)
                        .toList();
        int compared = 0;
        for (int round = 0; round < 1500; round++) {
            ZoneId zone = zones.get(random.nextInt(zones.size()));
            CronExpression expression = parse(expression(random));
            Instant from = around(random, zone);
            Instant to = from.plusSeconds(3 * 86400);
            List<Instant> expected = new CronClock(expression, zone).runs(from, to);
            Instant at = from;
            for (Instant run : expected.subList(0, Math.min(40, expected.size()))) {
                Optional<Instant> next = expression.nextAfter(at, zone);
                assertThat(next)
                        .as("seed %d: %s in %s after %s", seed, expression, zone, at)
                        .contains(run);
                at = run;
                compared++;
            }
            if (expected.isEmpty()) {
                assertThat(expression.nextAfter(from, zone))
                        .as("seed %d: %s in %s after %s", seed, expression, zone, from)
                        .matches(next -> next.isEmpty() || next.get().isAfter(to));
            }
        }
        assertThat(compared).isGreaterThan(5000);
    }

    private static String expression(Random random) {
        return String.join(
                " ",
                field(random, 0, 59, 2),
                field(random, 0, 23, 3),
                random.nextInt(4) == 0 ? field(random, 1, 31, 2) : "*",
                random.nextInt(6) == 0 ? field(random, 1, 12, 2) : "*",
                random.nextInt(4) == 0 ? field(random, 0, 7, 2) : "*");
    }

    private static String field(Random random, int low, int high, int commonest) {
        int value = low + random.nextInt(high - low + 1);
        return switch (random.nextInt(5)) {
            case 0 -> "*";
            case 1 -> "*/" + (1 + random.nextInt(high));
            case 2 -> value + "," + (low + random.nextInt(Math.min(high, commonest * 2)));
            case 3 -> low + "-" + value + "/" + (1 + random.nextInt(7));
            default -> "" + Math.min(high, low + random.nextInt(commonest * 2));
        };
    }

    /// A whole minute shortly before a change of the clock, where the zone has one, else anywhere.
    private static Instant around(Random random, ZoneId zone) {
        Instant any =
                Instant.ofEpochSecond(1_300_000_000L / 60 * 60 + random.nextInt(10_000_000) * 60L);
        ZoneOffsetTransition change = zone.getRules().nextTransition(any);
        Instant base = change == null ? any : change.getInstant();
        return base.minusSeconds(random.nextInt(2 * 1440) * 60L);
    }
}

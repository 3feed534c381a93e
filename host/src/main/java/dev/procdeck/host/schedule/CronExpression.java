package dev.procdeck.host.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When a crontab line runs, by the rules of Debian's cron (cron.c, cron(8)). Immutable.
///
/// Days: when neither day field starts with `*`, one of them suffices; else both must match.
/// Daylight saving: a line whose minute and hour are both fixed runs once, at the end of a gap that
/// swallows its time and at the first of two equal times; a line with `*` in either runs by the
/// clock as it is. Changes of three hours or more are taken as a new time, and what they skip is
/// lost.
public record CronExpression(
        CronField minute,
        CronField hour,
        CronField dayOfMonth,
        CronField month,
        CronField dayOfWeek) {

    private static final Duration LARGE_CHANGE = Duration.ofHours(3);

    /// A 29th of February that is also a certain weekday comes back after at most 40 years.
    private static final int MAX_YEARS = 41;

    /// Five fields split at blanks.
    static CronExpression parse(List<String> fields) throws CronSyntaxException {
        return new CronExpression(
                CronField.minute(fields.get(0)),
                CronField.hour(fields.get(1)),
                CronField.dayOfMonth(fields.get(2)),
                CronField.month(fields.get(3)),
                CronField.dayOfWeek(fields.get(4)));
    }

    /// What `@daily` and its siblings stand for; empty for `@reboot`, which time does not decide.
    static Optional<CronExpression> ofMacro(String name) throws CronSyntaxException {
        String fields =
                switch (name) {
                    case "@reboot" -> "";
                    case "@yearly", "@annually" -> "0 0 1 1 *";
                    case "@monthly" -> "0 0 1 * *";
                    case "@weekly" -> "0 0 * * 0";
                    case "@daily", "@midnight" -> "0 0 * * *";
                    case "@hourly" -> "0 * * * *";
                    default -> throw new CronSyntaxException("bad time specifier");
                };
        return fields.isEmpty() ? Optional.empty() : Optional.of(parse(List.of(fields.split(" "))));
    }

    /// The first run after `after`; empty when no date ever matches, as in `0 0 31 2 *`.
    public Optional<Instant> nextAfter(Instant after, ZoneId zone) {
        ZoneRules rules = zone.getRules();
        // A day earlier, since a clock put back makes a local date come twice.
        LocalDate date = after.atZone(zone).toLocalDate().minusDays(1);
        LocalDate end = date.plusYears(MAX_YEARS);
        while (date.isBefore(end)) {
            if (!month.matches(date.getMonthValue())) {
                date = date.withDayOfMonth(1).plusMonths(1);
                continue;
            }
            if (matchesDay(date)) {
                Optional<Instant> run = firstOn(date, after, rules);
                if (run.isPresent()) {
                    return run;
                }
            }
            date = date.plusDays(1);
        }
        return Optional.empty();
    }

    private boolean matchesDay(LocalDate date) {
        boolean byMonth = dayOfMonth.matches(date.getDayOfMonth());
        boolean byWeek = dayOfWeek.matches(date.getDayOfWeek().getValue() % 7);
        boolean both = dayOfMonth.isStar() || dayOfWeek.isStar();
        return both ? byMonth && byWeek : byMonth || byWeek;
    }

    /// All times of the day are tried: on days of change they are not in order.
    private Optional<Instant> firstOn(LocalDate date, Instant after, ZoneRules rules) {
        Instant first = null;
        for (int h = 0; h < 24; h++) {
            if (!hour.matches(h)) {
                continue;
            }
            for (int m = 0; m < 60; m++) {
                if (minute.matches(m)) {
                    Instant run = runAt(date.atTime(h, m), after, rules);
                    if (run != null && (first == null || run.isBefore(first))) {
                        first = run;
                    }
                }
            }
        }
        return Optional.ofNullable(first);
    }

    /// The run that this local time stands for, if it comes after `after`.
    private @Nullable Instant runAt(LocalDateTime time, Instant after, ZoneRules rules) {
        List<ZoneOffset> offsets = rules.getValidOffsets(time);
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = rules.getTransition(time);
            boolean caughtUp = isFixed() && gap.getDuration().compareTo(LARGE_CHANGE) < 0;
            Instant end = atWholeMinute(gap.getInstant());
            return caughtUp && end.isAfter(after) ? end : null;
        }
        boolean once = isFixed() && !isLargeOverlap(time, rules);
        for (ZoneOffset offset : once ? offsets.subList(0, 1) : offsets) {
            Instant run = time.toInstant(offset);
            if (run.isAfter(after)) {
                return run;
            }
        }
        return null;
    }

    private static boolean isLargeOverlap(LocalDateTime time, ZoneRules rules) {
        ZoneOffsetTransition change = rules.getTransition(time);
        return change != null && change.getDuration().abs().compareTo(LARGE_CHANGE) >= 0;
    }

    private static Instant atWholeMinute(Instant time) {
        return Instant.ofEpochSecond(Math.ceilDiv(time.getEpochSecond(), 60) * 60);
    }

    private boolean isFixed() {
        return !minute.isStar() && !hour.isStar();
    }
}

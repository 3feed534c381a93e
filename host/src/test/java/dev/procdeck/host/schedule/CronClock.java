package dev.procdeck.host.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// An oracle for [CronExpression]: cron's own main loop (virtual clock, cron.c), walked minute by
/// minute.
final class CronClock {
    private static final int LARGE_MINUTES = 180;

    private final CronExpression expression;
    private final ZoneId zone;

    CronClock(CronExpression expression, ZoneId zone) {
        this.expression = expression;
        this.zone = zone;
    }

    /// Every run in (from, to].
    List<Instant> runs(Instant from, Instant to) {
        var runs = new ArrayList<Instant>();
        long virtual = localMinute(from);
        for (Instant t = from.plusSeconds(60); !t.isAfter(to); t = t.plusSeconds(60)) {
            long clock = localMinute(t);
            long ahead = clock - virtual;
            boolean run = false;
            if (ahead >= LARGE_MINUTES || ahead <= -LARGE_MINUTES) {
                virtual = clock;
                run = matches(clock);
            } else if (ahead == 1) {
                virtual = clock;
                run = matches(clock);
            } else if (ahead > 1) {
                run = isWild() && matches(clock);
                while (virtual < clock) {
                    virtual++;
                    run |= !isWild() && matches(virtual);
                }
            } else {
                run = isWild() && matches(clock);
            }
            if (run) {
                runs.add(t);
            }
        }
        return runs;
    }

    private long localMinute(Instant t) {
        return Math.floorDiv(
                t.getEpochSecond() + zone.getRules().getOffset(t).getTotalSeconds(), 60);
    }

    private boolean isWild() {
        return expression.minute().isStar() || expression.hour().isStar();
    }

    private boolean matches(long localMinute) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(localMinute * 60, 0, ZoneOffset.UTC);
        boolean dom = expression.dayOfMonth().matches(time.getDayOfMonth());
        boolean dow = expression.dayOfWeek().matches(time.getDayOfWeek().getValue() % 7);
        boolean star = expression.dayOfMonth().isStar() || expression.dayOfWeek().isStar();
        return expression.minute().matches(time.getMinute())
                && expression.hour().matches(time.getHour())
                && expression.month().matches(time.getMonthValue())
                && (star ? dom && dow : dom || dow);
    }
}

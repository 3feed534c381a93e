package dev.procdeck.host.schedule;

import dev.procdeck.host.libc.Reading;
import java.time.Instant;
import java.util.Optional;

/// One thing that runs by itself: a crontab line, a script in a run-parts directory, an anacron
/// job, a timer. Immutable.
///
/// A line that cron would reject is kept too, with its `error`, so that it can be seen and mended.
///
/// @param kind where it comes from
/// @param source `/etc/crontab:12`, `/etc/cron.daily/logrotate`, `logrotate.timer`
/// @param schedule as written, for example `*/5 * * * *`, `@reboot`, `daily (25 6 * * *)`,
///   `OnCalendar=daily`
/// @param user who it runs as
/// @param command as written; for a timer the unit it starts
/// @param nextRun unsupported where time does not decide (`@reboot`) or nothing will run it
/// @param lastRun unsupported where the host keeps no record of it
/// @param error why it will not run; empty for a sound entry
public record ScheduledTask(
        Kind kind,
        String source,
        String schedule,
        Reading<String> user,
        String command,
        Reading<Instant> nextRun,
        Reading<Instant> lastRun,
        Optional<String> error) {

    public enum Kind {
        USER_CRONTAB,
        SYSTEM_CRONTAB,
        RUN_PARTS,
        ANACRON,
        SYSTEMD_TIMER
    }
}

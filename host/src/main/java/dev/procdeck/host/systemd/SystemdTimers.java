package dev.procdeck.host.systemd;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.schedule.ScheduledTask;
import dev.procdeck.host.schedule.TimerSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The timers that systemd has loaded, with what they trigger and when. Thread-safe.
///
/// Properties of `org.freedesktop.systemd1.Timer`: microseconds, 0 or all ones for "none".
public final class SystemdTimers implements TimerSource {

    private static final String TYPE = "org.freedesktop.systemd1.Timer";
    private static final String SERVICE_TYPE = "org.freedesktop.systemd1.Service";
    private static final String NOT_ACTIVE = "timer is not active";

    private final UnitWatch watch;
    private final InstantSource clock;

    public SystemdTimers(Systemd systemd, InstantSource clock) {
        this.watch = systemd.unitWatch();
        this.clock = clock;
    }

    @Override
    public Reading<List<ScheduledTask>> listTimers() {
        Session session = watch.session();
        if (session == null) {
            return Reading.unsupported(watch.availability().toString());
        }
        List<ScheduledTask> timers = new ArrayList<>();
        try {
            for (UnitRecord unit : watch.table().snapshot().values()) {
                boolean loaded =
                        unit.name().endsWith(".timer")
                                && !unit.path().isEmpty()
                                && unit.properties().text("LoadState").equals("loaded");
                if (loaded) {
                    timers.add(timer(session.manager(), unit));
                }
            }
        } catch (BusException failed) {
            return Reading.unsupported(String.valueOf(failed.getMessage()));
        }
        timers.sort((a, b) -> a.source().compareTo(b.source()));
        return Reading.of(List.copyOf(timers));
    }

    private ScheduledTask timer(Manager manager, UnitRecord unit) throws BusException {
        UnitProperties timer = manager.properties(unit.path(), TYPE);
        String triggered = timer.text("Unit");
        boolean active = unit.properties().text("ActiveState").equals("active");
        Optional<Instant> last = timer.instant("LastTriggerUSec");
        return new ScheduledTask(
                ScheduledTask.Kind.SYSTEMD_TIMER,
                unit.name(),
                schedule(timer),
                user(manager, triggered),
                triggered,
                active ? next(timer) : Reading.unsupported(NOT_ACTIVE),
                last.isPresent()
                        ? Reading.of(last.get())
                        : Reading.unsupported("has not run since it was loaded"),
                Optional.empty());
    }

    private static Reading<String> user(Manager manager, String triggered) throws BusException {
        if (!triggered.endsWith(".service")) {
            return Reading.unsupported("not a service");
        }
        try {
            String path = manager.loadUnit(triggered);
            String user = manager.text(path, SERVICE_TYPE, "User");
            return Reading.of(user.isEmpty() ? "root" : user);
        } catch (BusException.Rejected gone) {
            return Reading.unsupported(gone.errorName());
        }
    }

    /// The earlier of the next calendar time and the next time by the monotonic clock.
    private Reading<Instant> next(UnitProperties timer) {
        Optional<Instant> calendar = timer.instant("NextElapseUSecRealtime");
        Optional<Instant> interval = monotonicNext(timer.number("NextElapseUSecMonotonic"));
        Optional<Instant> next =
                Stream.of(calendar, interval)
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder());
        return next.isPresent() ? Reading.of(next.get()) : Reading.unsupported("no next time");
    }

    private Optional<Instant> monotonicNext(OptionalLong micros) {
        if (micros.isEmpty() || micros.getAsLong() <= 0) {
            return Optional.empty();
        }
        // On Linux nanoTime is CLOCK_MONOTONIC, which systemd counts by.
        long left = micros.getAsLong() - System.nanoTime() / 1_000;
        return Optional.of(clock.instant().plus(left, ChronoUnit.MICROS));
    }

    /// As in the unit file: `OnCalendar=…`, `OnBootSec=15min`.
    private static String schedule(UnitProperties timer) {
        List<String> parts = new ArrayList<>();
        for (Object[] row : timer.structs("TimersCalendar")) {
            parts.add(Manager.text(row[0]) + "=" + Manager.text(row[1]));
        }
        for (Object[] row : timer.structs("TimersMonotonic")) {
            String base = Manager.text(row[0]).replace("USec", "Sec");
            long micros = UnitProperties.number(row[1]).orElse(0);
            parts.add(base + "=" + span(Duration.of(micros, ChronoUnit.MICROS)));
        }
        return String.join("; ", parts);
    }

    private static String span(Duration duration) {
        StringBuilder text = new StringBuilder();
        append(text, duration.toDays(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "min");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0" : text.toString();
    }

    private static void append(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(text.isEmpty() ? "" : " ").append(amount).append(unit);
        }
    }
}

package dev.procdeck.agent.views;

import dev.procdeck.agent.Masking;
import dev.procdeck.host.schedule.Schedule;
import dev.procdeck.host.schedule.ScheduledTask;
import dev.procdeck.protocol.Unavailable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Scheduled tasks. Pure.
public final class ScheduleView {
    private ScheduleView() {}

    public static dev.procdeck.protocol.answer.Schedule of(Schedule schedule) {
        Map<String, Unavailable> unavailable = new HashMap<>();
        for (Schedule.Gap gap : schedule.gaps()) {
            unavailable.put(
                    gap.source(), gap.denied() ? Unavailable.DENIED : Unavailable.UNSUPPORTED);
        }
        return new dev.procdeck.protocol.answer.Schedule(
                schedule.tasks().stream().map(ScheduleView::task).toList(), unavailable);
    }

    private static dev.procdeck.protocol.answer.Schedule.Task task(ScheduledTask task) {
        boolean timer = task.kind() == ScheduledTask.Kind.SYSTEMD_TIMER;
        return new dev.procdeck.protocol.answer.Schedule.Task(
                task.source(),
                kind(task),
                task.schedule(),
                task.user().asOptional().orElse(null),
                String.join(" ", Masking.mask(List.of(task.command().split(" ", -1)))),
                task.nextRun().asOptional().orElse(null),
                task.lastRun().asOptional().orElse(null),
                timer ? task.command() : null,
                task.error().orElse(null));
    }

    private static String kind(ScheduledTask task) {
        return switch (task.kind()) {
            case USER_CRONTAB -> "crontab";
            case SYSTEM_CRONTAB ->
                    task.source().startsWith("/etc/cron.d/") ? "cron.d" : "system-crontab";
            case RUN_PARTS -> "cron-directory";
            case ANACRON -> "anacron";
            case SYSTEMD_TIMER -> "timer";
        };
    }
}

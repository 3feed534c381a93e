package dev.procdeck.server.schedule;

import dev.procdeck.protocol.answer.Schedule;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.security.Gate;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Lists scheduled tasks.
@RestController
@RequestMapping("/api/v1/schedule")
public class ScheduleController {
    private final Agent agent;

    ScheduleController(Agent agent) {
        this.agent = agent;
    }

    /// @param unavailable sources that could not be read
    public record ScheduleView(
            long total, List<Schedule.Task> items, List<UnavailableSource> unavailable) {}

    /// A source that could not be read, and why: `denied` or `unsupported`.
    public record UnavailableSource(String source, String reason) {}

    /// Everything that is scheduled.
    @GetMapping
    @Gate
    public ScheduleView listSchedule() {
        Schedule schedule = agent.ask(new Query.Schedule(), Schedule.class);
        List<UnavailableSource> unavailable =
                schedule.unavailable().entrySet().stream()
                        .map(entry ->
                                new UnavailableSource(
                                        entry.getKey(),
                                        entry.getValue().name().toLowerCase(Locale.ROOT)))
                        .toList();
        return new ScheduleView(schedule.tasks().size(), schedule.tasks(), unavailable);
    }
}

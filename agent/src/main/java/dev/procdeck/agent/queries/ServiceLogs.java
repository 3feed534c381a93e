package dev.procdeck.agent.queries;

import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.agent.views.ServiceDetailView;
import dev.procdeck.host.journal.LogQuery;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.services.ServiceDetail;
import dev.procdeck.host.systemd.UnitName;
import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.operation.Query;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;

/// The log lines of services. Thread-safe.
public final class ServiceLogs {
    private static final int SHOWN_WITH_DETAIL = 20;
    private static final int MAX_LINES = 2_000;

    private final ServiceManagers managers;
    private final Function<LogQuery, Reading<List<LogLine>>> journal;

    public ServiceLogs(
            ServiceManagers managers, Function<LogQuery, Reading<List<LogLine>>> journal) {
        this.managers = managers;
        this.journal = journal;
    }

    /// The last lines, as they are shown beside a service.
    Reading<List<LogLine>> last(ServiceDetail detail) {
        String unit = detail.row().name();
        if (UnitName.parse(unit).isEmpty()) {
            return Reading.unsupported("no log by unit");
        }
        return journal.apply(LogQuery.last(unit, "", SHOWN_WITH_DETAIL));
    }

    Answer read(Query.ServiceLog query) {
        if (query.lines() < 1 || query.lines() > MAX_LINES) {
            return QueryAnswers.refused(
                    Problem.Category.USER, "invalid_value", Map.of("field", "lines"));
        }
        return managers.resolve(query.name())
                .<Answer>map(owned -> read(owned.name(), query))
                .orElseGet(() ->
                        QueryAnswers.refused(
                                Problem.Category.NOT_FOUND,
                                "no_such_service",
                                Map.of(
                                        "name",
                                        query.name(),
                                        "nearest",
                                        String.join(" ", managers.nearestNames(query.name())))));
    }

    private Answer read(String unit, Query.ServiceLog query) {
        LogQuery wanted;
        try {
            wanted =
                    new LogQuery(
                            unit,
                            query.invocationId() == null ? "" : query.invocationId(),
                            query.maxPriority() == null
                                    ? OptionalInt.empty()
                                    : OptionalInt.of(query.maxPriority()),
                            query.cursor() == null ? "" : query.cursor(),
                            query.lines());
        } catch (IllegalArgumentException e) {
            return QueryAnswers.refused(
                    Problem.Category.USER,
                    "invalid_value",
                    Map.of("field", String.valueOf(e.getMessage())));
        }
        String text = query.text();
        Reading<List<LogLine>> lines = journal.apply(wanted);
        return new Answer.ServiceLog(
                ServiceDetailView.log(
                        text == null
                                ? lines
                                : lines.map(all ->
                                        all.stream()
                                                .filter(line -> contains(line, text))
                                                .toList())));
    }

    private static boolean contains(LogLine line, String text) {
        return new String(line.message(), StandardCharsets.UTF_8).contains(text);
    }
}

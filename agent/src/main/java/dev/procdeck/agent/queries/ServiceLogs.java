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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The log lines of services. Thread-safe.
public final class ServiceLogs {
    private static final int SHOWN_WITH_DETAIL = 20;
    private static final int MAX_LINES = 2_000;

    private final ServiceManagers managers;
    private final LogTails tails;

    public ServiceLogs(ServiceManagers managers, LogTails tails) {
        this.managers = managers;
        this.tails = tails;
    }

    /// The last lines, as they are shown beside a service.
    Reading<List<LogLine>> last(ServiceDetail detail) {
        String unit = detail.row().name();
        if (UnitName.parse(unit).isEmpty()) {
            return Reading.unsupported("no log by unit");
        }
        return tails.read(LogQuery.last(unit, "", SHOWN_WITH_DETAIL));
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
        String text = query.text();
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
                            // What is searched for may be far back.
                            text == null ? query.lines() : MAX_LINES);
        } catch (IllegalArgumentException e) {
            return QueryAnswers.refused(
                    Problem.Category.USER,
                    "invalid_value",
                    Map.of("field", String.valueOf(e.getMessage())));
        }
        Predicate<LogLine> fits = line -> text == null || contains(line, text);
        if (!wanted.afterCursor().isEmpty()) {
            Optional<LogTails.Since> since =
                    tails.since(
                            unit,
                            wanted.afterCursor(),
                            line -> wanted.matches(line) && fits.test(line),
                            query.lines());
            if (since.isPresent()) {
                return answer(Reading.of(since.get().lines()), since.get().next());
            }
        }
        String newest = tails.newest(unit);
        Reading<List<LogLine>> lines = tails.read(wanted);
        String last = lines.asOptional().map(ServiceLogs::lastCursor).orElse(null);
        String next = wanted.afterCursor().isEmpty() && newest != null ? newest : last;
        return answer(
                lines.map(all -> lastOf(all.stream().filter(fits).toList(), query.lines())),
                next == null ? query.cursor() : next);
    }

    private static Answer answer(Reading<List<LogLine>> lines, @Nullable String cursor) {
        return new Answer.ServiceLog(ServiceDetailView.log(lines), cursor);
    }

    private static @Nullable String lastCursor(List<LogLine> lines) {
        return lines.isEmpty() ? null : lines.getLast().cursor();
    }

    private static List<LogLine> lastOf(List<LogLine> lines, int most) {
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }

    private static boolean contains(LogLine line, String text) {
        return new String(line.message(), StandardCharsets.UTF_8)
                .toLowerCase(Locale.ROOT)
                .contains(text.toLowerCase(Locale.ROOT));
    }
}

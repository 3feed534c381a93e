package dev.procdeck.agent.queries;

import dev.procdeck.agent.services.LogLines;
import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.agent.views.ServiceDetailView;
import dev.procdeck.host.journal.LogQuery;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.services.KeptLog;
import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.services.OutputLogs;
import dev.procdeck.host.services.OutputLogs.Stream;
import dev.procdeck.host.services.ServiceDetail;
import dev.procdeck.host.services.ServiceManager;
import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.live.OutputStreamKind;
import dev.procdeck.protocol.operation.Query;
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
    Reading<List<LogLine>> last(ServiceManager manager, ServiceDetail detail) {
        return manager.capabilities().logs()
                ? tails.read(LogQuery.last(detail.row().name(), "", SHOWN_WITH_DETAIL))
                : Reading.unsupported("no journal by service");
    }

    Answer read(Query.ServiceLog query) {
        if (query.lines() < 1 || query.lines() > MAX_LINES) {
            return invalid("lines");
        }
        return managers.resolve(query.name())
                .map(owned -> read(owned, query))
                .orElseGet(() -> QueryAnswers.noSuchService(managers, query.name()));
    }

    private Answer read(ServiceManagers.Owned owned, Query.ServiceLog query) {
        if (owned.manager() instanceof OutputLogs outputs) {
            return readOutput(outputs, owned.name(), query);
        }
        if (query.stream() != null) {
            return invalid("stream");
        }
        if (!owned.manager().capabilities().logs()) {
            return QueryAnswers.refused(
                    Problem.Category.NOT_FOUND, "no_log_by_service", Map.of("name", owned.name()));
        }
        return readJournal(owned.name(), query);
    }

    private static Answer readOutput(OutputLogs outputs, String name, Query.ServiceLog query) {
        if (query.maxPriority() != null) {
            return invalid("priority");
        }
        if (query.invocationId() != null) {
            return invalid("invocationId");
        }
        Stream stream = query.stream() == OutputStreamKind.STDERR ? Stream.STDERR : Stream.STDOUT;
        return switch (outputs.output(name, stream)) {
            case KeptLog.Lines(List<LogLine> lines) -> partOf(lines, query);
            case KeptLog.NotKept() ->
                    QueryAnswers.refused(
                            Problem.Category.NOT_FOUND, "log_not_kept", Map.of("name", name));
            case KeptLog.Missing(String file) ->
                    QueryAnswers.refused(
                            Problem.Category.NOT_FOUND, "log_missing", Map.of("file", file));
            case KeptLog.Unreadable(String file) ->
                    QueryAnswers.refused(
                            Problem.Category.UNAVAILABLE, "log_not_text", Map.of("file", file));
            case KeptLog.Away(String why) ->
                    QueryAnswers.refused(
                            Problem.Category.UNAVAILABLE, "log_away", Map.of("message", why));
        };
    }

    private static Answer partOf(List<LogLine> lines, Query.ServiceLog query) {
        List<String> places = lines.stream().map(LogLine::cursor).toList();
        int known = query.cursor() == null ? -1 : places.lastIndexOf(query.cursor());
        // Where the place is not in it any more, all of it is newer.
        List<LogLine> wanted =
                lines.subList(known + 1, lines.size()).stream().filter(wanted(query)).toList();
        if (known >= 0 && wanted.size() > query.lines()) {
            List<LogLine> first = wanted.subList(0, query.lines());
            return answer(Reading.of(first), lastCursor(first));
        }
        String next = lastCursor(lines);
        return answer(
                Reading.of(lastOf(wanted, query.lines())), next == null ? query.cursor() : next);
    }

    private Answer readJournal(String unit, Query.ServiceLog query) {
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
            return invalid(String.valueOf(e.getMessage()));
        }
        Predicate<LogLine> fits = wanted(query);
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

    /// Searched is what is shown: what is masked cannot be found out by asking for it.
    private static Predicate<LogLine> wanted(Query.ServiceLog query) {
        if (query.text() == null) {
            return line -> true;
        }
        String text = query.text().toLowerCase(Locale.ROOT);
        return line -> LogLines.toProtocol(line).message().toLowerCase(Locale.ROOT).contains(text);
    }

    private static Answer invalid(String field) {
        return QueryAnswers.refused(Problem.Category.USER, "invalid_value", Map.of("field", field));
    }
}

package dev.procdeck.server.services;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.procdeck.protocol.Reading;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.LogLine;
import dev.procdeck.protocol.answer.Permission;
import dev.procdeck.protocol.answer.ServiceDetail;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.server.json.ReadingView;
import dev.procdeck.server.listing.ShellCommand;
import dev.procdeck.server.live.RowJson;
import dev.procdeck.server.sockets.SocketList.SocketItem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One service in detail, as people see it. Immutable.
///
/// @param processes those of the service; null when they could not be had in time
/// @param sockets the TCP and UDP sockets that its processes hold open, with those of them that do
///   as owners; null when none could be read
/// @param socketsUnavailable `denied` or `unsupported`: why some or all are missing; null when none
///   is
/// @param plan what an operation would start or stop besides
/// @param mayAct what the one who asks may do to it, and why not, by the name of the operation
/// @param shellCommand what shows the same in a terminal
public record ServiceView(
        @JsonUnwrapped ServiceList.ServiceItem row,
        @Nullable String fragmentPath,
        List<String> dropIns,
        List<String> execStart,
        List<String> documentation,
        List<String> aliases,
        List<String> requires,
        List<String> wants,
        List<String> requiredBy,
        List<String> wantedBy,
        List<String> triggeredBy,
        List<String> boundBy,
        List<String> conflicts,
        List<ConditionView> conditions,
        @Nullable Integer exitCode,
        @Nullable String exitSignal,
        @Nullable String invocationId,
        @Nullable String user,
        @Nullable List<ProcessOfService> processes,
        @Nullable List<SocketItem> sockets,
        @Nullable String socketsUnavailable,
        LogView log,
        Plan plan,
        Map<String, Permission> mayAct,
        String shellCommand) {
    /// A condition and how it was last judged; `result` is null when it was not judged yet.
    public record ConditionView(
            String name,
            String parameter,
            boolean trigger,
            boolean negate,
            @Nullable Boolean result) {}

    /// One process of the service.
    public record ProcessOfService(
            int pid, String comm, long startTicks, @Nullable Double cpuPercent, long rssBytes) {}

    /// Log lines, newest last, or why there are none.
    ///
    /// @param cursor where to go on from to get what is written later
    public record LogView(
            List<LogLine> lines,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cursor,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String unavailable) {
        static LogView of(Reading<List<LogLine>> reading, @Nullable String cursor) {
            return switch (reading) {
                case Reading.Value<List<LogLine>>(List<LogLine> lines) ->
                        new LogView(lines, cursor, null);
                case Reading.Absent<List<LogLine>> absent ->
                        new LogView(List.of(), null, ReadingView.wordOf(absent.reason()));
            };
        }
    }

    /// Other units that each operation would touch: `start` starts them, and stops those of
    /// `startStops`; the others stop or restart them.
    public record Plan(
            List<String> start, List<String> startStops, List<String> stop, List<String> restart) {}

    static ServiceView of(
            ServiceDetail detail,
            Map<String, Permission> permissions,
            @Nullable List<ProcessRow> processes,
            Answer.HeldSockets sockets) {
        Set<Integer> pids = Set.copyOf(detail.processes());
        return new ServiceView(
                ServiceList.ServiceItem.of(detail.row()),
                detail.fragmentPath(),
                detail.dropIns(),
                detail.execStart(),
                detail.documentation(),
                detail.aliases(),
                detail.requires(),
                detail.wants(),
                detail.requiredBy(),
                detail.wantedBy(),
                detail.triggeredBy(),
                detail.boundBy(),
                detail.conflicts(),
                detail.conditions().stream()
                        .map(c ->
                                new ConditionView(
                                        c.name(), c.parameter(), c.trigger(), c.negate(), c.met()))
                        .toList(),
                detail.exitCode(),
                detail.exitSignal(),
                detail.invocationId(),
                detail.user(),
                processes == null ? null : ofService(processes, pids),
                SocketItem.listOf(sockets),
                ReadingView.wordOf(sockets.missing()),
                LogView.of(detail.log(), null),
                new Plan(
                        detail.planStart(),
                        detail.planStartStops(),
                        detail.planStop(),
                        detail.planRestart()),
                new TreeMap<>(permissions),
                shellCommand(detail));
    }

    private static List<ProcessOfService> ofService(List<ProcessRow> rows, Set<Integer> pids) {
        return rows.stream()
                .filter(row -> pids.contains(row.key().pid()))
                .map(row ->
                        new ProcessOfService(
                                row.key().pid(),
                                row.comm(),
                                row.key().startTicks(),
                                RowJson.tenths(row.cpuPercent()),
                                row.rssBytes()))
                .toList();
    }

    private static String shellCommand(ServiceDetail detail) {
        String name = detail.row().name();
        return switch (detail.row().manager()) {
            case "supervisord" -> ShellCommand.of("supervisorctl", "status", name);
            case "sysv" ->
                    ShellCommand.of("service", name.replaceFirst("\\.service$", ""), "status");
            default -> ShellCommand.of("systemctl", "status", name);
        };
    }
}

package dev.procdeck.protocol.answer;

import dev.procdeck.protocol.Reading;
import dev.procdeck.protocol.live.ServiceRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One service in detail. `row` is what the list shows of it.
///
/// @param planStart other units that a start would start; likewise the other plans
/// @param planStartStops units that a start would stop, since they conflict
public record ServiceDetail(
        ServiceRow row,
        @Nullable String fragmentPath,
        List<String> dropIns,
        List<String> execStart,
        List<String> documentation,
        List<String> aliases,
        List<String> requires,
        List<String> wants,
        List<String> requiredBy,
        List<String> wantedBy,
        List<String> boundBy,
        List<String> conflicts,
        List<String> triggeredBy,
        List<Condition> conditions,
        @Nullable Integer exitCode,
        @Nullable String exitSignal,
        @Nullable String invocationId,
        @Nullable String user,
        List<Integer> processes,
        Reading<List<LogLine>> log,
        List<String> planStart,
        List<String> planStartStops,
        List<String> planStop,
        List<String> planRestart)
        implements Answer {
    public ServiceDetail {
        dropIns = List.copyOf(dropIns);
        execStart = List.copyOf(execStart);
        documentation = List.copyOf(documentation);
        aliases = List.copyOf(aliases);
        requires = List.copyOf(requires);
        wants = List.copyOf(wants);
        requiredBy = List.copyOf(requiredBy);
        wantedBy = List.copyOf(wantedBy);
        boundBy = List.copyOf(boundBy);
        conflicts = List.copyOf(conflicts);
        triggeredBy = List.copyOf(triggeredBy);
        conditions = List.copyOf(conditions);
        processes = List.copyOf(processes);
        planStart = List.copyOf(planStart);
        planStartStops = List.copyOf(planStartStops);
        planStop = List.copyOf(planStop);
        planRestart = List.copyOf(planRestart);
    }

    /// A condition of the unit and how it was last judged.
    ///
    /// @param met null when it was not judged yet
    public record Condition(
            String name,
            String parameter,
            boolean trigger,
            boolean negate,
            @Nullable Boolean met) {}
}

package dev.procdeck.server.processes;

import dev.procdeck.protocol.operation.Act;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How somebody wants a process to be scheduled, checked as to its form. Immutable.
///
/// @param cpus empty leaves them as they are
record Scheduling(@Nullable Integer nice, Act.@Nullable IoPriority ioPriority, List<Integer> cpus) {
    private static final List<String> IO_CLASSES = List.of("realtime", "best-effort", "idle");
    private static final int MAX_CPU = 8191;
    private static final int MAX_LEVEL = 7;

    static Scheduling parse(ProcessActsController.PriorityRequest body) {
        Integer nice = body.nice();
        if (nice != null && (nice < -20 || nice > 19)) {
            throw outOfRange("nice", -20, 19);
        }
        Scheduling wanted = new Scheduling(nice, io(body.ioPriority()), cpus(body.cpus()));
        if (nice == null && wanted.ioPriority() == null && wanted.cpus().isEmpty()) {
            throw ApiException.invalid(FieldProblem.of("nice", "required"));
        }
        return wanted;
    }

    private static Act.@Nullable IoPriority io(ProcessActsController.@Nullable IoPriority asked) {
        if (asked == null) {
            return null;
        }
        int ioClass = IO_CLASSES.indexOf(asked.ioClass()) + 1;
        if (ioClass == 0) {
            throw ApiException.invalid(
                    FieldProblem.of(
                            "ioPriority.ioClass",
                            "unknown_value",
                            Map.of("value", String.valueOf(asked.ioClass()))));
        }
        Integer level = asked.level();
        if (level != null && (level < 0 || level > MAX_LEVEL)) {
            throw outOfRange("ioPriority.level", 0, MAX_LEVEL);
        }
        return new Act.IoPriority(ioClass, level == null || ioClass == 3 ? 0 : level);
    }

    private static List<Integer> cpus(@Nullable List<@Nullable Integer> asked) {
        List<Integer> cpus = new ArrayList<>();
        if (asked != null) {
            for (Integer cpu : asked) {
                if (cpu == null || cpu < 0 || cpu > MAX_CPU) {
                    throw outOfRange("cpus", 0, MAX_CPU);
                }
                if (!cpus.contains(cpu)) {
                    cpus.add(cpu);
                }
            }
        }
        return List.copyOf(cpus);
    }

    /// As the record words it.
    String words() {
        List<String> words = new ArrayList<>();
        if (nice != null) {
            words.add("nice " + nice);
        }
        Act.IoPriority io = ioPriority;
        if (io != null) {
            words.add(
                    "ionice "
                            + IO_CLASSES.get(io.ioClass() - 1)
                            + (io.ioClass() == 3 ? "" : " " + io.level()));
        }
        if (!cpus.isEmpty()) {
            words.add(
                    "cpus " + cpus.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        return String.join(", ", words);
    }

    private static ApiException outOfRange(String field, int min, int max) {
        return ApiException.invalid(
                FieldProblem.of(field, "out_of_range", Map.of("min", min, "max", max)));
    }
}

package dev.procdeck.host.signals;

import dev.procdeck.host.processes.ProcessDetail.IoPriority;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to change about a process's scheduling; null leaves it as it is.
///
/// @param nice −20 to 19
/// @param ioPriority class 1–3, level 0–7
/// @param cpus numbers of the CPUs that it may run on, at least one
public record PriorityChange(
        @Nullable Integer nice, @Nullable IoPriority ioPriority, @Nullable List<Integer> cpus) {
    private static final int MOST_CPUS = 8192;

    public PriorityChange {
        if (nice == null && ioPriority == null && cpus == null) {
            throw new IllegalArgumentException("nothing to change");
        }
        if (nice != null && (nice < -20 || nice > 19)) {
            throw new IllegalArgumentException("nice is -20 to 19");
        }
        if (ioPriority != null
                && (ioPriority.ioClass() < 1
                        || ioPriority.ioClass() > 3
                        || ioPriority.level() < 0
                        || ioPriority.level() > 7)) {
            throw new IllegalArgumentException("I/O class is 1 to 3, level 0 to 7");
        }
        if (cpus != null) {
            cpus = List.copyOf(cpus);
            if (cpus.isEmpty() || cpus.stream().anyMatch(cpu -> cpu < 0 || cpu >= MOST_CPUS)) {
                throw new IllegalArgumentException("no such CPU");
            }
        }
    }
}

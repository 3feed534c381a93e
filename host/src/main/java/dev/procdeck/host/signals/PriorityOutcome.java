package dev.procdeck.host.signals;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.ProcessDetail.IoPriority;
import java.util.List;

/// What became of a change of scheduling.
public sealed interface PriorityOutcome {

    /// Every thread that was seen has the new values; both states are those of the main thread.
    record Changed(Values before, Values after) implements PriorityOutcome {}

    /// Some threads have the new values, then the kernel refused or failed; `why` is never a sent
    /// signal.
    record PartlyChanged(Values before, Values after, SignalOutcome why)
            implements PriorityOutcome {}

    /// Nothing was changed; `why` is never a sent signal.
    record NotChanged(SignalOutcome why) implements PriorityOutcome {}

    /// The scheduling at one moment.
    record Values(
            Reading<Integer> nice, Reading<IoPriority> ioPriority, Reading<List<Integer>> cpus) {}
}

package dev.procdeck.host.bpf;

import dev.procdeck.host.processes.ProcFsProcessSource;
import dev.procdeck.host.processes.ProcessSource;
import dev.procdeck.host.procfs.KernelUnits;
import dev.procdeck.host.procfs.ProcFs;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Opens the best source of processes for this host, as often as somebody begins to look.
///
/// The first time the iterator is held against /proc ([SelfCheck]); what came of that holds for the
/// life of this object, so that later openings cost a load only. Thread-safe.
public final class SourceChooser {
    private final ProcFs proc;
    private @Nullable Verdict verdict;

    /// What the first opening found out.
    private record Verdict(Optional<String> fallbackReason, int[] withheld) {}

    public SourceChooser(ProcFs proc) {
        this.proc = proc;
    }

    /// A new source; the caller closes it.
    public synchronized ProcessSource open() {
        Verdict known = verdict;
        if (known != null && known.fallbackReason().isPresent()) {
            return new ProcFsProcessSource(proc);
        }
        try {
            ProcessSource iterator = load(proc.units());
            return known == null ? checked(iterator) : supplemented(iterator, known.withheld());
        } catch (BpfUnavailableException e) {
            return fallback(new ProcFsProcessSource(proc), String.valueOf(e.getMessage()));
        }
    }

    /// The walk of Linux 6.7, else the iterator that it made cheaper.
    static ProcessSource load(KernelUnits units) throws BpfUnavailableException {
        try {
            return WalkProcessSource.load(units);
        } catch (BpfUnavailableException _) {
            return BpfProcessSource.load(units);
        }
    }

    /// Why processes come from /proc, for people; empty when they come from the iterator or nothing
    /// was opened yet.
    public synchronized Optional<String> fallbackReason() {
        return verdict == null ? Optional.empty() : verdict.fallbackReason();
    }

    private ProcessSource checked(ProcessSource iterator) {
        ProcFsProcessSource reference = new ProcFsProcessSource(proc);
        SelfCheck.Result result = SelfCheck.compare(iterator, reference);
        if (result.disagreement().isPresent()) {
            iterator.close();
            return fallback(reference, result.disagreement().get());
        }
        reference.close();
        int[] withheld = result.withheld().stream().mapToInt(Integer::intValue).toArray();
        verdict = new Verdict(Optional.empty(), withheld);
        return supplemented(iterator, withheld);
    }

    private ProcessSource supplemented(ProcessSource iterator, int[] withheld) {
        return withheld.length == 0
                ? iterator
                : new SupplementedSource(iterator, new ProcFsProcessSource(proc), withheld);
    }

    private ProcessSource fallback(ProcFsProcessSource source, String reason) {
        verdict = new Verdict(Optional.of(reason), new int[0]);
        return source;
    }
}

package dev.procdeck.host.bpf;

import dev.procdeck.host.libc.LibcException;
import dev.procdeck.host.processes.ProcFsProcessSource;
import dev.procdeck.host.processes.ProcessSource;
import dev.procdeck.host.procfs.ProcFs;
import java.util.Optional;

/// Which source of processes this host gets, and why it is not the kernel's iterator when it is not.
///
/// @param source owned by the caller, who closes it
/// @param reason for people; empty when the source is the iterator
public record SourceChoice(ProcessSource source, Optional<String> reason) {

    /// The iterator if it loads and agrees with /proc about this host, else /proc.
    public static SourceChoice choose(ProcFs proc) {
        try {
            return checked(BpfProcessSource.load(proc.units()), proc);
        } catch (BpfUnavailableException e) {
            return fallback(new ProcFsProcessSource(proc), String.valueOf(e.getMessage()));
        }
    }

    private static SourceChoice checked(BpfProcessSource bpf, ProcFs proc) {
        ProcFsProcessSource reference = new ProcFsProcessSource(proc);
        SelfCheck.Result result;
        try {
            result = SelfCheck.compare(bpf, reference);
        } catch (LibcException e) {
            bpf.close();
            return fallback(reference, "the iterator could not be checked: " + e.getMessage());
        }
        if (result.disagreement().isPresent()) {
            bpf.close();
            return fallback(reference, result.disagreement().get());
        }
        if (result.withheld().isEmpty()) {
            reference.close();
            return new SourceChoice(bpf, Optional.empty());
        }
        int[] withheld = result.withheld().stream().mapToInt(Integer::intValue).toArray();
        return new SourceChoice(
                new SupplementedSource(bpf, reference, withheld), Optional.empty());
    }

    private static SourceChoice fallback(ProcFsProcessSource source, String reason) {
        return new SourceChoice(source, Optional.of(reason));
    }
}

package dev.procdeck.host.bpf;

import dev.procdeck.host.processes.ProcFsProcessSource;
import dev.procdeck.host.processes.ProcessSource;

/// The iterator, and from /proc the few processes that this kernel keeps from it. Belongs to the
/// sampling thread.
final class SupplementedSource implements ProcessSource {
    private final ProcessSource iterator;
    private final ProcFsProcessSource proc;
    private final int[] withheld;

    /// Takes over both sources.
    SupplementedSource(ProcessSource iterator, ProcFsProcessSource proc, int[] withheld) {
        this.iterator = iterator;
        this.proc = proc;
        this.withheld = withheld;
    }

    @Override
    public String name() {
        return iterator.name();
    }

    @Override
    public void read(Visitor visitor) {
        proc.read(withheld, visitor);
        iterator.read(visitor);
    }

    @Override
    public void close() {
        iterator.close();
        proc.close();
    }
}

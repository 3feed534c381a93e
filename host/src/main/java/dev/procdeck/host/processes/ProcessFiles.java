package dev.procdeck.host.processes;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.procfs.ProcFs;
import java.util.Optional;

/// What /proc says of one process at this moment, for those who heard of it otherwise. Belongs to
/// one thread.
public final class ProcessFiles implements AutoCloseable {
    private final FactsReader facts;
    private final ProcFsProcessSource source;
    private final int[] wanted = new int[1];

    public ProcessFiles(ProcFs proc, UserNames users) {
        this.facts = new FactsReader(proc, users);
        this.source = new ProcFsProcessSource(proc, 0);
    }

    /// Hands over its counters if it exists.
    public void read(int pid, ProcessSource.Visitor visitor) {
        wanted[0] = pid;
        source.read(wanted, visitor);
    }

    /// Empty when it is gone or hidden.
    public Optional<CommandLine> commandLine(int pid) {
        Reading<CommandLine> line = facts.readCommandLine(pid);
        return line.asOptional();
    }

    /// Empty when it is gone, hidden or in no control group of the service manager's hierarchy.
    public Optional<ControlGroup> group(int pid) {
        return facts.readGroup(pid).asOptional();
    }

    @Override
    public void close() {
        source.close();
    }
}

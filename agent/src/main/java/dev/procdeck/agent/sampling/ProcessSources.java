package dev.procdeck.agent.sampling;

import dev.procdeck.host.bpf.SourceChooser;
import dev.procdeck.host.processes.ProcessSource;
import dev.procdeck.host.processes.ProcessTable;
import dev.procdeck.host.procfs.ProcFs;

/// Opens the best source of processes that this host has, and says which it was. Thread-safe.
public final class ProcessSources {
    private final ProcFs proc;
    private final SourceChooser chooser;
    private Chosen chosen = new Chosen("", "");

    /// @param reason why it is not the better one; empty when it is
    public record Chosen(String name, String reason) {}

    public ProcessSources(ProcFs proc) {
        this.proc = proc;
        this.chooser = new SourceChooser(proc);
    }

    ProcessTable open() {
        return new ProcessTable(proc, openSource());
    }

    /// Which source it is; tries when none was opened yet.
    public synchronized Chosen chosen() {
        if (chosen.name().isEmpty()) {
            openSource().close();
        }
        return chosen;
    }

    private synchronized ProcessSource openSource() {
        ProcessSource source = chooser.open();
        chosen =
                new Chosen(
                        source.name().equals("bpf") ? "bpf" : "proc",
                        chooser.fallbackReason().orElse(""));
        return source;
    }
}

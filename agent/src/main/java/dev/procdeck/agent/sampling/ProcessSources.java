package dev.procdeck.agent.sampling;

import dev.procdeck.host.bpf.SourceChoice;
import dev.procdeck.host.processes.ProcessTable;
import dev.procdeck.host.procfs.ProcFs;

/// Opens the best source of processes that this host has, and says which it was. Thread-safe.
public final class ProcessSources {
    private final ProcFs proc;
    private Chosen chosen = new Chosen("", "");

    /// @param reason why it is not the better one; empty when it is
    public record Chosen(String name, String reason) {}

    public ProcessSources(ProcFs proc) {
        this.proc = proc;
    }

    ProcessTable open() {
        SourceChoice choice = SourceChoice.choose(proc);
        remember(choice);
        return new ProcessTable(proc, choice.source());
    }

    /// Which source it is; tries when none was opened yet.
    public synchronized Chosen chosen() {
        if (chosen.name().isEmpty()) {
            SourceChoice choice = SourceChoice.choose(proc);
            remember(choice);
            choice.source().close();
        }
        return chosen;
    }

    private synchronized void remember(SourceChoice choice) {
        chosen =
                new Chosen(
                        choice.source().name().equals("bpf") ? "bpf" : "proc",
                        choice.reason().orElse(""));
    }
}

package dev.procdeck.host.bpf;

import dev.procdeck.host.events.PollingEventSource;
import dev.procdeck.host.events.ProcessEventSource;
import dev.procdeck.host.procfs.ProcFs;

/// Opens the best source of process events that this host has. Stateless.
public final class EventSourceChooser {
    private EventSourceChooser() {}

    /// @param reason why it is not a better one; empty when it is the best
    public record Chosen(ProcessEventSource source, String reason) {}

    /// The caller closes what it gets.
    public static Chosen open(ProcFs proc) {
        try {
            return new Chosen(BpfEventSource.load(proc), "");
        } catch (BpfUnavailableException e) {
            return new Chosen(new PollingEventSource(), String.valueOf(e.getMessage()));
        }
    }
}

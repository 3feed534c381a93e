package dev.procdeck.host.bpf;

import dev.procdeck.host.events.ConnectorEventSource;
import dev.procdeck.host.events.PollingEventSource;
import dev.procdeck.host.events.ProcessEventSource;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.netlink.ProcConnector;
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
            return lesser(proc, String.valueOf(e.getMessage()));
        }
    }

    /// What is left without our own kernel program.
    static Chosen lesser(ProcFs proc, String reason) {
        return switch (ProcConnector.open()) {
            case Reading.Value<ProcConnector>(ProcConnector connector) ->
                    new Chosen(new ConnectorEventSource(connector, proc), reason);
            case Reading.Denied<ProcConnector>(String what) -> polling(reason, what);
            case Reading.Unsupported<ProcConnector>(String what) -> polling(reason, what);
        };
    }

    private static Chosen polling(String reason, String what) {
        return new Chosen(new PollingEventSource(), reason + "; " + what);
    }
}

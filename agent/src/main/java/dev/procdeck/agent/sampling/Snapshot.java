package dev.procdeck.agent.sampling;

import dev.procdeck.host.processes.ProcessSample;
import dev.procdeck.protocol.live.Resources;
import dev.procdeck.protocol.live.ServiceRow;
import dev.procdeck.protocol.live.SocketRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the sampler knows at one moment. Immutable.
///
/// @param processesNanos monotonic time of `processes`
/// @param processes null before the first sample; may be old, see its time
public record Snapshot(
        long processesNanos,
        @Nullable ProcessSample processes,
        @Nullable Resources resources,
        List<SocketRow> sockets,
        Map<String, ServiceRow> services) {
    static final Snapshot NONE = new Snapshot(0, null, null, List.of(), Map.of());
}

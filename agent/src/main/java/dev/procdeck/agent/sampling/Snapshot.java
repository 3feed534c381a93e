package dev.procdeck.agent.sampling;

import dev.procdeck.host.processes.ProcessSample;
import dev.procdeck.protocol.live.Resources;
import dev.procdeck.protocol.live.SocketRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the sampler knows at one moment. Immutable.
///
/// @param processesNanos monotonic time of `processes`
/// @param processes null before the first sample; may be old, see its time
public record Snapshot(
        long processesNanos,
        @Nullable ProcessSample processes,
        @Nullable Resources resources,
        List<SocketRow> sockets) {
    static final Snapshot NONE = new Snapshot(0, null, null, List.of());
}

package dev.procdeck.agent.sampling;

import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.agent.views.ProcessView;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.resources.ResourceReader;
import dev.procdeck.host.sockets.SocketSource;
import java.util.function.Supplier;

/// What the sampler reads from. Opened by the sampling thread when somebody looks.
public record Sources(
        ProcFs proc,
        ProcessSources processes,
        ProcessView view,
        ResourceReader resources,
        Supplier<SocketSource> sockets,
        ServiceManagers services) {}

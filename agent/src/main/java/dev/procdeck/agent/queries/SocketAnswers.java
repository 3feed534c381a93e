package dev.procdeck.agent.queries;

import dev.procdeck.agent.sampling.Sampler;
import dev.procdeck.agent.sampling.Snapshot;
import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.agent.views.SocketView;
import dev.procdeck.host.processes.ProcessDetails;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.processes.ProcessRow;
import dev.procdeck.host.services.ServiceDetail;
import dev.procdeck.host.sockets.HeldSockets;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.Answer;
import java.util.List;
import java.util.Optional;

/// Answers which sockets one process or service holds, without a table of all. Blocks; thread-safe.
public final class SocketAnswers {
    private final Sampler sampler;
    private final ProcessDetails details;
    private final ServiceManagers managers;
    private final HeldSockets sockets;

    public SocketAnswers(
            Sampler sampler,
            ProcessDetails details,
            ServiceManagers managers,
            HeldSockets sockets) {
        this.sampler = sampler;
        this.details = details;
        this.managers = managers;
        this.sockets = sockets;
    }

    Answer ofProcess(ProcessKey process) {
        ProcessIdentity identity = new ProcessIdentity(process.pid(), process.startTicks());
        Answer answer = held(List.of(identity), sampler.snapshot());
        // The files of a process that ended look as if there were none.
        return details.findIdentity(process.pid()).equals(Optional.of(identity))
                ? answer
                : QueryAnswers.noSuchProcess(process.pid());
    }

    Answer ofService(String name) throws InterruptedException {
        Snapshot snapshot = sampler.freshProcesses(QueryAnswers.RATES, QueryAnswers.MAX_AGE);
        return managers.resolve(name)
                .flatMap(owned -> owned.manager().detail(owned.name()))
                .map(detail -> held(processes(detail, snapshot), snapshot))
                .orElseGet(() -> QueryAnswers.noSuchService(managers, name));
    }

    private List<ProcessIdentity> processes(ServiceDetail detail, Snapshot snapshot) {
        return ServiceAnswers.processes(detail, snapshot).stream()
                .map(details::findIdentity)
                .flatMap(Optional::stream)
                .toList();
    }

    private Answer held(List<ProcessIdentity> processes, Snapshot snapshot) {
        return SocketView.held(
                sockets.find(processes),
                pid ->
                        Optional.ofNullable(snapshot.processes())
                                .flatMap(sample -> sample.find(pid))
                                .map(ProcessRow::unit)
                                .orElse(null));
    }
}

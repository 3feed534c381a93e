package dev.procdeck.agent.queries;

import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.sampling.Snapshot;
import dev.procdeck.agent.views.ServiceView;
import dev.procdeck.host.processes.ControlGroup;
import dev.procdeck.host.processes.ProcessRow;
import dev.procdeck.host.services.ServiceDetail;
import dev.procdeck.host.services.ServiceManager;
import dev.procdeck.protocol.live.ServiceRow;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;

/// Joins a service with what else is known of it. Pure.
final class ServiceAnswers {
    private ServiceAnswers() {}

    /// The row as the list shows it, with the rate that the sampler made where somebody looks.
    static ServiceRow row(
            ServiceDetail detail, ServiceManager manager, Policy policy, Snapshot snapshot) {
        ServiceRow listed = snapshot.services().get(detail.row().name());
        return ServiceView.row(
                detail.row(),
                manager.capabilities(),
                policy,
                listed == null ? null : listed.cpuPercent());
    }

    /// The processes of the service: its main one, and those in its control group.
    static List<Integer> processes(ServiceDetail detail, Snapshot snapshot) {
        TreeSet<Integer> pids = new TreeSet<>();
        OptionalInt main = detail.row().state().mainPid();
        main.ifPresent(pids::add);
        String name = detail.row().name();
        var sample = snapshot.processes();
        if (sample != null) {
            for (ProcessRow row : sample.rows()) {
                if (isIn(row, name)) {
                    pids.add(row.pid());
                }
            }
        }
        return List.copyOf(pids);
    }

    private static boolean isIn(ProcessRow row, String unit) {
        ControlGroup group = row.facts().cgroup().asOptional().orElse(null);
        return group != null && (unit.equals(group.unit()) || unit.equals(group.userUnit()));
    }
}

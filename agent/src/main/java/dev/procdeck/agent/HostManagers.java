package dev.procdeck.agent;

import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.host.journal.Journal;
import dev.procdeck.host.services.ServiceListener;
import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.host.services.ServiceManager;
import dev.procdeck.host.systemd.ActTimes;
import dev.procdeck.host.systemd.Systemd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Finds the service managers of this host: systemd for root, the person's own manager otherwise.
final class HostManagers {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final Path SYSTEMD_RUNS = Path.of("/run/systemd/system");

    private HostManagers() {}

    static ServiceManagers find(boolean root, Journal log) {
        List<ServiceManager> managers = new ArrayList<>();
        if (Files.isDirectory(SYSTEMD_RUNS)) {
            managers.add(
                    new Systemd("systemd", Systemd.SYSTEM_BUS, CGROUPS, log, ActTimes.DEFAULT));
        }
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        if (!root && runtime != null && Files.exists(Path.of(runtime, "bus"))) {
            managers.addFirst(
                    new Systemd(
                            "systemd-user",
                            Path.of(runtime, "bus"),
                            CGROUPS,
                            Journal.ofUser(),
                            ActTimes.DEFAULT));
        }
        return new ServiceManagers(managers);
    }

    /// Tells of every change of any manager.
    static ServiceListener listener(Runnable changed) {
        return new ServiceListener() {
            @Override
            public void changed(Set<String> names) {
                changed.run();
            }

            @Override
            public void availabilityChanged(ServiceListing.Availability availability) {
                changed.run();
            }
        };
    }
}

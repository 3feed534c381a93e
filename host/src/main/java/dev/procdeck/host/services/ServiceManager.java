package dev.procdeck.host.services;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// One manager of services: systemd, a supervisord, the SysV scripts. Thread-safe.
///
/// Reading never throws for a manager that is away: [#list] says so in
/// [ServiceListing#availability]. Names given in are untrusted; each manager checks their form
/// before they go anywhere.
public interface ServiceManager extends AutoCloseable {

    /// `systemd`, `systemd-user`, `sysv`, `supervisord`; unique among the managers of a host.
    String name();

    /// What it can do, which may depend on its version and on our rights.
    Capabilities capabilities();

    /// All services at this instant; from memory where the manager tells of changes.
    ServiceListing list();

    /// The state of every service by name, for a manager that has it in memory; else none.
    default Map<String, ServiceState> states() {
        return Map.of();
    }

    /// All that is known of one service; empty when there is none of that name (an alias is
    /// resolved).
    Optional<ServiceDetail> detail(String name);

    /// The canonical name for a name, an alias or a name without suffix; empty when there is none.
    /// Policy is judged on this.
    Optional<String> resolve(String name);

    /// Does it, waits for the manager, looks at the result, and says what came of it. Blocks for as
    /// long as that takes (call it on a virtual thread); never throws for what a host can do.
    /// Progress is told on the calling thread.
    ServiceAct act(ServiceVerb verb, String name, ActMode mode, Consumer<ActProgress> progress);

    /// Tells the listener of changes until closed.
    Watch watch(ServiceListener listener);

    /// At most three known names that are most like the one given.
    List<String> nearestNames(String name);

    @Override
    void close();

    /// A running watch.
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}

package dev.procdeck.agent.services;

import dev.procdeck.host.services.ServiceManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All service managers of this host, the most trusted first. Thread-safe.
public final class ServiceManagers implements AutoCloseable {
    private static final int MAX_NEAREST = 3;

    private final List<ServiceManager> managers;

    public ServiceManagers(List<ServiceManager> managers) {
        this.managers = List.copyOf(managers);
    }

    /// A name and whose it is.
    ///
    /// @param name canonical: aliases are resolved
    public record Owned(ServiceManager manager, String name) {}

    public List<ServiceManager> all() {
        return managers;
    }

    /// The service that a name, an alias or a name without suffix means.
    public Optional<Owned> resolve(String name) {
        for (ServiceManager manager : managers) {
            Optional<String> canonical = manager.resolve(name);
            if (canonical.isPresent()) {
                return Optional.of(new Owned(manager, canonical.get()));
            }
        }
        return Optional.empty();
    }

    /// At most three known names that are most like the one given.
    public List<String> nearestNames(String name) {
        List<String> nearest = new ArrayList<>();
        for (ServiceManager manager : managers) {
            nearest.addAll(manager.nearestNames(name));
        }
        return List.copyOf(nearest.subList(0, Math.min(MAX_NEAREST, nearest.size())));
    }

    @Override
    public void close() {
        managers.forEach(ServiceManager::close);
    }
}

package dev.procdeck.agent.services;

import dev.procdeck.host.services.ServiceManager;
import dev.procdeck.host.supervisord.Supervisord;
import dev.procdeck.host.supervisord.SupervisordSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// All service managers of this host, the most trusted first. Thread-safe.
public final class ServiceManagers implements AutoCloseable {
    private static final int MAX_NEAREST = 3;

    private static final long LOOK_AGAIN_NANOS = 10_000_000_000L;

    private final List<ServiceManager> fixed;
    private final Supplier<List<SupervisordSocket>> supervisords;
    private final Map<SupervisordSocket, ServiceManager> found = new LinkedHashMap<>();
    private List<ServiceManager> managers;
    private long lookedNanos;
    private boolean looked;

    /// @param fixed those that are there as long as the host runs
    /// @param supervisords finds those that people start and stop
    public ServiceManagers(
            List<ServiceManager> fixed, Supplier<List<SupervisordSocket>> supervisords) {
        this.fixed = List.copyOf(fixed);
        this.managers = this.fixed;
        this.supervisords = supervisords;
    }

    /// A name and whose it is.
    ///
    /// @param name canonical: aliases are resolved
    public record Owned(ServiceManager manager, String name) {}

    public synchronized List<ServiceManager> all() {
        long now = System.nanoTime();
        if (!looked || now - lookedNanos > LOOK_AGAIN_NANOS) {
            looked = true;
            lookedNanos = now;
            List<SupervisordSocket> running = supervisords.get();
            found.keySet().retainAll(running);
            running.forEach(socket -> found.computeIfAbsent(socket, Supervisord::new));
            List<ServiceManager> all = new ArrayList<>(fixed);
            all.addAll(found.values());
            managers = List.copyOf(all);
        }
        return managers;
    }

    /// The service that a name, an alias or a name without suffix means.
    public Optional<Owned> resolve(String name) {
        for (ServiceManager manager : all()) {
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
        for (ServiceManager manager : all()) {
            nearest.addAll(manager.nearestNames(name));
        }
        return List.copyOf(nearest.subList(0, Math.min(MAX_NEAREST, nearest.size())));
    }

    @Override
    public void close() {
        fixed.forEach(ServiceManager::close);
    }
}

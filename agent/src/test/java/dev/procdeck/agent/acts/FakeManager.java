package dev.procdeck.agent.acts;

import dev.procdeck.host.services.ActMode;
import dev.procdeck.host.services.ActProgress;
import dev.procdeck.host.services.Capabilities;
import dev.procdeck.host.services.ServiceAbilities;
import dev.procdeck.host.services.ServiceAct;
import dev.procdeck.host.services.ServiceDetail;
import dev.procdeck.host.services.ServiceListener;
import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.host.services.ServiceManager;
import dev.procdeck.host.services.ServiceRow;
import dev.procdeck.host.services.ServiceState;
import dev.procdeck.host.services.ServiceUsage;
import dev.procdeck.host.services.ServiceVerb;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// A manager of named services that never acts.
public class FakeManager implements ServiceManager {
    private final String name;
    private final ServiceListing.Availability availability;
    private final List<String> names;

    public FakeManager(String name, ServiceListing.Availability availability, String... names) {
        this.name = name;
        this.availability = availability;
        this.names = Arrays.asList(names);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(EnumSet.allOf(ServiceVerb.class), false, false, false);
    }

    @Override
    public ServiceListing list() {
        boolean there = availability instanceof ServiceListing.Available;
        return new ServiceListing(
                name, there ? names.stream().map(this::row).toList() : List.of(), availability);
    }

    private ServiceRow row(String service) {
        return new ServiceRow(
                service,
                name,
                "",
                new ServiceState(
                        "loaded",
                        "active",
                        "running",
                        "",
                        OptionalInt.empty(),
                        "",
                        Optional.empty(),
                        OptionalLong.empty(),
                        ""),
                ServiceUsage.none("fake"),
                new ServiceAbilities(true, true, true, false, false, false),
                List.of());
    }

    @Override
    public Optional<ServiceDetail> detail(String asked) {
        return Optional.empty();
    }

    @Override
    public Optional<String> resolve(String asked) {
        return names.contains(asked) ? Optional.of(asked) : Optional.empty();
    }

    @Override
    public ServiceAct act(
            ServiceVerb verb, String asked, ActMode mode, Consumer<ActProgress> progress) {
        throw new UnsupportedOperationException(asked);
    }

    @Override
    public Watch watch(ServiceListener listener) {
        return () -> {};
    }

    @Override
    public List<String> nearestNames(String asked) {
        return List.of();
    }

    @Override
    public void close() {}
}

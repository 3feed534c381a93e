package dev.procdeck.host.systemd;

import dev.procdeck.host.services.ActMode;
import dev.procdeck.host.services.ActProgress;
import dev.procdeck.host.services.Capabilities;
import dev.procdeck.host.services.NearestNames;
import dev.procdeck.host.services.ServiceAct;
import dev.procdeck.host.services.ServiceDetail;
import dev.procdeck.host.services.ServiceJob;
import dev.procdeck.host.services.ServiceListener;
import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.host.services.ServiceManager;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServiceOutcome.Refusal;
import dev.procdeck.host.services.ServicePlan;
import dev.procdeck.host.services.ServiceRow;
import dev.procdeck.host.services.ServiceState;
import dev.procdeck.host.services.ServiceVerb;
import dev.procdeck.host.services.UnitLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// systemd as a manager of services: the system's, or a user's own. Thread-safe.
public final class Systemd implements ServiceManager {

    /// Where the system's bus listens.
    public static final Path SYSTEM_BUS = Path.of("/run/dbus/system_bus_socket");

    private static final Capabilities CAPABILITIES =
            new Capabilities(EnumSet.allOf(ServiceVerb.class), true, true, true);

    private final String name;
    private final UnitWatch watch;
    private final UnitCgroups cgroups;
    private final UnitLog log;
    private final ActTimes times;
    private final InstantSource clock = InstantSource.system();

    /// @param name `systemd` for the system's manager, `systemd-user` for a user's own
    /// @param socket the bus's socket: [#SYSTEM_BUS], or `$XDG_RUNTIME_DIR/bus`
    /// @param cgroupRoot `/sys/fs/cgroup`
    public Systemd(String name, Path socket, Path cgroupRoot, UnitLog log, ActTimes times) {
        this.name = name;
        this.watch = new UnitWatch(socket);
        this.cgroups = new UnitCgroups(cgroupRoot);
        this.log = log;
        this.times = times;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public ServiceListing list() {
        watch.looked();
        ServiceListing.Availability availability = watch.availability();
        Map<String, List<ServiceJob>> jobs = watch.jobs();
        List<ServiceRow> rows =
                watch.table().snapshot().values().stream()
                        .map(unit ->
                                unit.row(name, cgroups, jobs.getOrDefault(unit.name(), List.of())))
                        .toList();
        return new ServiceListing(name, rows, availability);
    }

    @Override
    public Map<String, ServiceState> states() {
        Map<String, ServiceState> states = new HashMap<>();
        watch.table()
                .snapshot()
                .forEach((unit, record) ->
                        states.put(
                                unit, UnitRecord.state(record.fileState(), record.properties())));
        return states;
    }

    @Override
    public Optional<ServiceDetail> detail(String asked) {
        Optional<UnitName> parsed = loadable(asked);
        Session session = watch.session();
        if (parsed.isEmpty() || session == null) {
            return Optional.empty();
        }
        try {
            Manager manager = session.manager();
            UnitProperties unit = manager.properties(manager.loadUnit(parsed.get().value()));
            if (unit.text("LoadState").equals("not-found")
                    && unit.text("ActiveState").equals("inactive")) {
                return Optional.empty();
            }
            String id = unit.text("Id");
            List<ServiceJob> jobs = watch.jobs().getOrDefault(id, List.of());
            ServiceRow row =
                    new UnitRecord(id, "", watch.table().fileState(id), unit)
                            .row(name, cgroups, jobs);
            return Optional.of(UnitDetails.detail(row, unit, plan(manager, unit)));
        } catch (BusException away) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> resolve(String asked) {
        Optional<UnitName> parsed = UnitName.parse(asked);
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        String wanted = parsed.get().value();
        if (watch.table().snapshot().containsKey(wanted)) {
            return Optional.of(wanted);
        }
        // Not a canonical name that we know: an alias, or a unit that nothing has loaded.
        return detail(wanted).map(detail -> detail.row().name());
    }

    @Override
    public ServiceAct act(
            ServiceVerb verb, String asked, ActMode mode, Consumer<ActProgress> progress) {
        Optional<UnitName.Problem> problem = UnitName.problem(asked);
        Optional<UnitName> parsed = UnitName.parse(asked);
        if (parsed.isEmpty()) {
            List<String> why = problem.map(what -> List.of(what.name())).orElse(List.of());
            return refused(verb, asked, Refusal.INVALID_NAME, why);
        }
        if (parsed.get().isTemplate()) {
            return refused(verb, asked, Refusal.TEMPLATE_WITHOUT_INSTANCE, List.of());
        }
        Session session = watch.session();
        if (session == null) {
            return refused(verb, asked, Refusal.UNAVAILABLE, why(watch.availability()));
        }
        List<String> nearest = nearestNames(asked);
        return new UnitAct(session, watch.wakes(), log, times, nearest, clock.instant(), progress)
                .run(verb, parsed.get(), mode);
    }

    @Override
    public Watch watch(ServiceListener listener) {
        watch.add(listener);
        return () -> watch.remove(listener);
    }

    @Override
    public List<String> nearestNames(String asked) {
        return NearestNames.of(asked, watch.table().snapshot().keySet());
    }

    @Override
    public void close() {
        watch.close();
    }

    /// The connection, for the sisters of this class: timers and cages.
    UnitWatch unitWatch() {
        return watch;
    }

    private static Optional<UnitName> loadable(String asked) {
        return UnitName.parse(asked).filter(unit -> !unit.isTemplate());
    }

    private static ServicePlan plan(Manager manager, UnitProperties unit) {
        try {
            return new UnitPlans(
                            other -> {
                                String path = manager.loadUnit(other);
                                return manager.properties(path, Manager.UNIT_TYPE);
                            })
                    .plan(unit);
        } catch (BusException away) {
            return new ServicePlan(List.of(), List.of(), List.of(), List.of(), false);
        }
    }

    private static List<String> why(ServiceListing.Availability availability) {
        return switch (availability) {
            case ServiceListing.Available _ -> List.of();
            case ServiceListing.Unavailable(
                            ServiceListing.UnavailableReason reason,
                            String detail) ->
                    List.of(reason.name(), detail);
        };
    }

    private static ServiceAct refused(
            ServiceVerb verb, String name, Refusal reason, List<String> parameters) {
        return new ServiceAct(
                verb,
                name,
                new ServiceOutcome.Refused(reason, parameters),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO);
    }
}

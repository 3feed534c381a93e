package dev.procdeck.host.supervisord;

import dev.procdeck.host.services.ActMode;
import dev.procdeck.host.services.ActProgress;
import dev.procdeck.host.services.Capabilities;
import dev.procdeck.host.services.KeptLog;
import dev.procdeck.host.services.NearestNames;
import dev.procdeck.host.services.OutputLogs;
import dev.procdeck.host.services.ServiceAbilities;
import dev.procdeck.host.services.ServiceAct;
import dev.procdeck.host.services.ServiceDetail;
import dev.procdeck.host.services.ServiceListener;
import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.host.services.ServiceListing.UnavailableReason;
import dev.procdeck.host.services.ServiceManager;
import dev.procdeck.host.services.ServiceOutcome;
import dev.procdeck.host.services.ServicePlan;
import dev.procdeck.host.services.ServiceRelations;
import dev.procdeck.host.services.ServiceRow;
import dev.procdeck.host.services.ServiceState;
import dev.procdeck.host.services.ServiceTimes;
import dev.procdeck.host.services.ServiceUsage;
import dev.procdeck.host.services.ServiceVerb;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A running supervisord as a manager of services. Thread-safe.
///
/// A program's name is `group:program`, and `program` alone where only one has it. supervisord
/// tells nobody of changes unless its configuration is changed, so the list is asked for, at most
/// once a second however many look.
public final class Supervisord implements ServiceManager, OutputLogs {

    private static final Capabilities CAPABILITIES =
            new Capabilities(
                    EnumSet.of(ServiceVerb.START, ServiceVerb.STOP, ServiceVerb.RESTART),
                    false,
                    false,
                    false);
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration VERIFY_WINDOW = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int LONGEST_NAME = 255;

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Supplier<List<SupervisordSocket>> finder;
    private final ProgramLogs logs = new ProgramLogs(this::programs);
    private @Nullable SupervisordSocket where;
    private long soughtNanos = Long.MIN_VALUE;
    private @Nullable ServiceListing kept;
    private long keptNanos;

    /// @param finder answers the supervisords that run, as [SupervisordSocket#find] does; the first
    ///   of them is meant. It is asked again when none was there or the one that was is gone.
    public Supervisord(Supplier<List<SupervisordSocket>> finder) {
        this.finder = finder;
    }

    @Override
    public String name() {
        return "supervisord";
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    /// The programs; none, without a word, where no supervisord runs.
    @Override
    public synchronized ServiceListing list() {
        ServiceListing held = kept;
        if (held == null || System.nanoTime() - keptNanos > FRESH.toNanos()) {
            held = ask();
            kept = held;
            keptNanos = System.nanoTime();
        }
        return held;
    }

    @Override
    public Optional<ServiceDetail> detail(String asked) {
        return find(asked).map(this::detail);
    }

    @Override
    public Optional<String> resolve(String asked) {
        return find(asked).map(ProgramInfo::name);
    }

    @Override
    public ServiceAct act(
            ServiceVerb verb, String asked, ActMode mode, Consumer<ActProgress> progress) {
        long began = System.nanoTime();
        Optional<ProgramInfo> before = Optional.empty();
        Optional<ServiceState> after = Optional.empty();
        ServiceOutcome outcome;
        try {
            before = findOrFail(asked);
            if (before.isEmpty()) {
                outcome = new ServiceOutcome.NotFound(nearestNames(asked));
            } else {
                String name = before.get().name();
                outcome =
                        new ProgramAct(programs(), name, VERIFY_WINDOW, PATIENCE, progress)
                                .run(verb, before.get());
                after = Optional.of(programs().info(name).toState());
            }
        } catch (RpcException failed) {
            outcome = ProgramAct.outcome(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            outcome = new ServiceOutcome.Unknown(ServiceOutcome.Why.NOT_VERIFIED, "interrupted");
        }
        return new ServiceAct(
                verb,
                before.map(ProgramInfo::name).orElse(asked),
                outcome,
                before.map(ProgramInfo::toState),
                after,
                Duration.ofNanos(System.nanoTime() - began));
    }

    @Override
    public KeptLog output(String name, Stream stream) {
        return logs.read(name, stream);
    }

    /// supervisord has nothing to tell; whoever looks asks again.
    @Override
    public Watch watch(ServiceListener listener) {
        return () -> {};
    }

    @Override
    public List<String> nearestNames(String asked) {
        // People know a program by its own name; the group comes in only where two share it.
        return NearestNames.of(
                asked,
                list().rows().stream()
                        .map(row -> row.name().substring(row.name().indexOf(':') + 1))
                        .toList());
    }

    @Override
    public void close() {}

    /// The one that runs now, sought again at most every few seconds while there is none.
    private synchronized Optional<SupervisordSocket> where() {
        SupervisordSocket known = where;
        if (known != null && Files.exists(known.socket())) {
            return Optional.of(known);
        }
        long now = System.nanoTime();
        if (soughtNanos == Long.MIN_VALUE || now - soughtNanos > LOOK_AGAIN.toNanos()) {
            soughtNanos = now;
            List<SupervisordSocket> found = finder.get();
            where = found.isEmpty() ? null : found.getFirst();
        }
        return Optional.ofNullable(where);
    }

    private Programs programs() throws RpcException {
        SupervisordSocket known =
                where().orElseThrow(() -> new RpcException.Unreachable("no supervisord", false));
        return new Programs(new RpcClient(known.socket(), known.userName(), known.password()));
    }

    private ServiceListing ask() {
        if (where().isEmpty()) {
            return new ServiceListing(name(), List.of(), new ServiceListing.Available());
        }
        try {
            List<ServiceRow> rows = programs().list().stream().map(this::row).toList();
            return new ServiceListing(name(), rows, new ServiceListing.Available());
        } catch (RpcException failed) {
            UnavailableReason reason =
                    switch (failed) {
                        case RpcException.Unreachable unreachable ->
                                unreachable.denied()
                                        ? UnavailableReason.DENIED
                                        : UnavailableReason.CONNECTION_LOST;
                        case RpcException.NoAnswer _ -> UnavailableReason.SILENT;
                        case RpcException.Fault _ -> UnavailableReason.DENIED;
                    };
            return new ServiceListing(
                    name(),
                    List.of(),
                    new ServiceListing.Unavailable(reason, String.valueOf(failed.getMessage())));
        }
    }

    private ServiceRow row(ProgramInfo info) {
        return new ServiceRow(
                info.name(),
                name(),
                info.remark(),
                info.toState(),
                ServiceUsage.none("shares supervisord's control group"),
                new ServiceAbilities(true, true, true, false, false, false),
                List.of());
    }

    private ServiceDetail detail(ProgramInfo info) {
        Optional<Instant> none = Optional.empty();
        return new ServiceDetail(
                row(info),
                "",
                where().map(at -> at.configuration().toString()).orElse(""),
                List.of(),
                List.of(),
                ServiceRelations.NONE,
                ServicePlan.NONE,
                List.of(),
                info.exit(),
                info.remark(),
                "",
                List.of(),
                "",
                new ServiceTimes(none, none, none, none, info.start(), info.stop()),
                List.of());
    }

    private Optional<ProgramInfo> find(String asked) {
        try {
            return findOrFail(asked);
        } catch (RpcException away) {
            return Optional.empty();
        }
    }

    private Optional<ProgramInfo> findOrFail(String asked) throws RpcException {
        boolean sane =
                !asked.isEmpty()
                        && asked.length() <= LONGEST_NAME
                        && asked.charAt(0) != '-'
                        && asked.chars().noneMatch(Character::isISOControl);
        if (!sane) {
            return Optional.empty();
        }
        List<ProgramInfo> all = programs().list();
        List<ProgramInfo> same =
                all.stream()
                        .filter(info -> info.name().equals(asked) || info.program().equals(asked))
                        .toList();
        return same.size() == 1 ? Optional.of(same.getFirst()) : Optional.empty();
    }
}

package dev.procdeck.agent.sampling;

import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.agent.views.ServiceView;
import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.host.services.ServiceManager;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.ServiceManagerNotice;
import dev.procdeck.protocol.live.ServiceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The services of all managers. What changes is told by the managers at once; the numbers of the
/// control groups are read at the period.
final class ServiceCollector implements Collector {
    private static final long MIN_PERIOD_NANOS = 2_000_000_000L;
    private static final double PERCENT = 100;

    /// Longer than a manager's own deadlines, so that what it says of itself comes first.
    private static final Duration SILENT_AFTER = Duration.ofSeconds(15);

    private final Map<ServiceManager, PatientListing> listings = new LinkedHashMap<>();
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    Thread.ofPlatform().daemon().name("services-", 0).factory());
    private final Consumer<Live> publish;
    private Map<String, ServiceRow> held = new HashMap<>();
    private Map<String, Long> cpuNanos = new HashMap<>();
    private long cpuAtNanos;
    private @Nullable ServiceManagerNotice lastNotice;
    private long lastTick;
    private int sampled;

    ServiceCollector(ServiceManagers managers, Consumer<Live> publish) {
        this.publish = publish;
        managers.all()
                .forEach(manager ->
                        listings.put(
                                manager,
                                new PatientListing(
                                        manager.name(), manager::list, threads, SILENT_AFTER)));
    }

    @Override
    public void collect(long tick, Policy policy) {
        Map<ServiceManager, ServiceListing> listed = new LinkedHashMap<>();
        listings.forEach((manager, patient) -> {
            ServiceListing listing = patient.take();
            if (listing != null) {
                listed.put(manager, listing);
            }
        });
        if (listed.size() == listings.size()) {
            take(tick, policy, listed);
        }
    }

    private void take(long tick, Policy policy, Map<ServiceManager, ServiceListing> listed) {
        long now = System.nanoTime();
        double elapsed = now - cpuAtNanos;
        Map<String, ServiceRow> rows = new HashMap<>();
        Map<String, Long> cpu = new HashMap<>();
        ServiceManagerNotice notice = null;
        boolean anyThere = false;
        for (Map.Entry<ServiceManager, ServiceListing> each : listed.entrySet()) {
            ServiceManager manager = each.getKey();
            ServiceListing listing = each.getValue();
            switch (listing.availability()) {
                case ServiceListing.Available _ -> anyThere = true;
                case ServiceListing.Unavailable absent
                        when absent.reason() == ServiceListing.UnavailableReason.ABSENT -> {}
                case ServiceListing.Unavailable unavailable -> {
                    anyThere = true;
                    notice = noticeOf(manager, unavailable);
                }
            }
            for (dev.procdeck.host.services.ServiceRow row : listing.rows()) {
                Optional<Long> used = row.usage().cpuNanoseconds().asOptional();
                used.ifPresent(value -> cpu.put(row.name(), value));
                rows.putIfAbsent(
                        row.name(),
                        ServiceView.row(
                                row,
                                manager.capabilities(),
                                policy,
                                percent(row.name(), used, elapsed)));
            }
        }
        if (!anyThere) {
            notice = new ServiceManagerNotice("no_service_manager", Map.of());
        }
        cpuNanos = cpu;
        cpuAtNanos = now;
        sampled++;
        publishChanges(tick, rows, notice);
        held = rows;
        lastNotice = notice;
    }

    private void publishChanges(
            long tick, Map<String, ServiceRow> rows, @Nullable ServiceManagerNotice notice) {
        List<ServiceRow> changed = new ArrayList<>();
        rows.forEach((name, row) -> {
            if (!row.equals(held.get(name))) {
                changed.add(row);
            }
        });
        List<String> gone = new ArrayList<>();
        for (String name : held.keySet()) {
            if (!rows.containsKey(name)) {
                gone.add(name);
            }
        }
        boolean sameNotice = java.util.Objects.equals(notice, lastNotice);
        if (lastTick != 0 && changed.isEmpty() && gone.isEmpty() && sameNotice) {
            return;
        }
        publish.accept(
                new Live.ServicesFrame(
                        tick,
                        Collector.base(lastTick),
                        Instant.now(),
                        notice,
                        changed,
                        lastTick == 0 ? List.of() : gone));
        lastTick = tick;
    }

    /// The rows that are known now; not changed afterwards.
    Map<String, ServiceRow> newest() {
        return held;
    }

    @Override
    public long minPeriodNanos() {
        // The second sample makes the first rates: it may come soon.
        return sampled < 2 ? 0 : MIN_PERIOD_NANOS;
    }

    @Override
    public void pause() {
        lastTick = 0;
        sampled = 0;
        held = new HashMap<>();
        cpuNanos = new HashMap<>();
        lastNotice = null;
        listings.values().forEach(PatientListing::pause);
    }

    private @Nullable Double percent(String name, Optional<Long> used, double elapsed) {
        Long before = cpuNanos.get(name);
        if (before == null || used.isEmpty() || used.get() < before || elapsed <= 0) {
            return null;
        }
        return PERCENT * (used.get() - before) / elapsed;
    }

    static ServiceManagerNotice noticeOf(
            ServiceManager manager, ServiceListing.Unavailable unavailable) {
        return new ServiceManagerNotice(
                "service_manager_unavailable",
                Map.of(
                        "manager", manager.name(),
                        "reason", unavailable.reason().name().toLowerCase(Locale.ROOT)));
    }
}

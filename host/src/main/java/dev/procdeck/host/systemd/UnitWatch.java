package dev.procdeck.host.systemd;

import dev.procdeck.host.services.ServiceJob;
import dev.procdeck.host.services.ServiceListener;
import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.host.services.ServiceListing.Availability;
import dev.procdeck.host.services.ServiceListing.UnavailableReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Keeps the connection and the table of units: lists once, then follows signals, and connects
/// again with growing pauses when the bus is lost. Owns the "systemd-watch" thread.
final class UnitWatch implements AutoCloseable {

    /// Changes are told at most this often: services with a chatty status text would flood us.
    private static final Duration GATHER = Duration.ofMillis(250);

    /// A full listing in case a signal was lost; only while somebody looks.
    private static final Duration RELIST = Duration.ofSeconds(60);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int QUEUE = 16_384;

    private final Path socket;
    private final UnitTable table = new UnitTable();
    private final UnitWakes wakes = new UnitWakes();
    private final BlockingQueue<BusEvent> queue = new ArrayBlockingQueue<>(QUEUE);
    private final List<ServiceListener> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch settled = new CountDownLatch(1);
    private final Thread thread;

    /// Open while a try to connect is under way, the first one or the one after a loss.
    private volatile CountDownLatch tried = settled;

    private volatile boolean closed;
    private volatile boolean overflowed;
    private volatile @Nullable Session session;
    private volatile Availability availability =
            new ServiceListing.Unavailable(UnavailableReason.CONNECTION_LOST, "connecting");
    private volatile Map<String, List<ServiceJob>> jobs = Map.of();
    private volatile long lastLookedNanos = System.nanoTime();
    private long listedNanos;

    /// `socket` is the bus's own, for example `/run/dbus/system_bus_socket`.
    UnitWatch(Path socket) {
        this.socket = socket;
        this.thread = Thread.ofPlatform().name("systemd-watch").daemon().unstarted(this::run);
        thread.start();
    }

    UnitTable table() {
        return table;
    }

    UnitWakes wakes() {
        return wakes;
    }

    Map<String, List<ServiceJob>> jobs() {
        return jobs;
    }

    /// The connection; null while there is none. After a loss one try to connect again is waited
    /// for, so that an act of which nothing was sent yet need not be refused for it.
    @Nullable Session session() {
        await(tried);
        return session;
    }

    /// Waits for the first try to connect only: who samples must not hang.
    Availability availability() {
        await(settled);
        return availability;
    }

    void looked() {
        lastLookedNanos = System.nanoTime();
    }

    void add(ServiceListener listener) {
        listeners.add(listener);
    }

    void remove(ServiceListener listener) {
        listeners.remove(listener);
    }

    @Override
    public void close() {
        closed = true;
        tried.countDown();
        queue.offer(new BusEvent.Closed());
        thread.interrupt();
        Session open = session;
        if (open != null) {
            open.jobs().lose();
            open.bus().close();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            boolean _ = latch.await(Bus.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!closed) {
                boolean connected = connect();
                settled.countDown();
                tried.countDown();
                if (!connected) {
                    TimeUnit.MILLISECONDS.sleep(pause.toMillis());
                    pause = pause.multipliedBy(2);
                    pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
                    continue;
                }
                pause = FIRST_PAUSE;
                follow();
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /// Connects, subscribes and lists; false when that cannot be done now.
    private boolean connect() {
        if (!Files.exists(socket)) {
            tell(new ServiceListing.Unavailable(UnavailableReason.ABSENT, socket.toString()));
            return false;
        }
        queue.clear();
        Session[] made = new Session[1];
        try {
            Jobs removed = new Jobs();
            Bus bus =
                    Bus.connect(
                            "unix:path=" + socket,
                            () -> {
                                removed.lose();
                                wakes.wakeAll();
                                Session lost = made[0];
                                if (lost != null) {
                                    offer(new BusEvent.Lost(lost));
                                }
                            });
            made[0] = new Session(bus, new Manager(bus), removed);
            Subscription.begin(made[0], this::offer);
            list(made[0].manager());
            session = made[0];
            tell(new ServiceListing.Available());
            return true;
        } catch (BusException failed) {
            if (made[0] != null) {
                made[0].bus().close();
            }
            tell(unavailable(failed));
            return false;
        }
    }

    private static Availability unavailable(BusException failed) {
        UnavailableReason reason =
                switch (failed) {
                    case BusException.Rejected rejected ->
                            rejected.errorName().endsWith("AccessDenied")
                                    ? UnavailableReason.DENIED
                                    : UnavailableReason.ABSENT;
                    case BusException.Silent _ -> UnavailableReason.SILENT;
                    case BusException.Lost _ -> UnavailableReason.CONNECTION_LOST;
                };
        return new ServiceListing.Unavailable(reason, String.valueOf(failed.getMessage()));
    }

    private void follow() throws InterruptedException {
        Session current = session;
        while (!closed && current != null) {
            if (current.jobs().isLost()) {
                drop(current);
                return;
            }
            BusEvent first = queue.poll(RELIST.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                TimeUnit.NANOSECONDS.sleep(GATHER.toNanos());
            }
            Batch batch = new Batch();
            for (BusEvent event = first; event != null; event = queue.poll()) {
                if (event instanceof BusEvent.Lost(Session which) && which.equals(current)) {
                    drop(current);
                    return;
                }
                batch.add(event);
            }
            try {
                apply(batch, current.manager());
            } catch (BusException failed) {
                if (!(failed instanceof BusException.Rejected)) {
                    drop(current);
                    tell(unavailable(failed));
                    return;
                }
            }
        }
    }

    private void drop(Session lost) {
        tried = new CountDownLatch(1);
        session = null;
        lost.jobs().lose();
        wakes.wakeAll();
        lost.bus().close();
        tell(new ServiceListing.Unavailable(UnavailableReason.CONNECTION_LOST, "bus lost"));
    }

    private void apply(Batch batch, Manager manager) throws BusException {
        Set<String> changed = new HashSet<>();
        long now = System.nanoTime();
        boolean due =
                now - listedNanos > RELIST.toNanos() && now - lastLookedNanos < RELIST.toNanos();
        if (batch.reloaded || overflowed || due) {
            overflowed = false;
            if (batch.reloaded) {
                manager.subscribe();
            }
            changed.addAll(list(manager));
        }
        batch.changed.forEach((path, properties) -> {
            String name = table.change(path, properties);
            if (name != null) {
                changed.add(name);
            }
        });
        for (String gone : batch.vanished) {
            table.remove(gone);
            changed.add(gone);
        }
        for (Map.Entry<String, String> fresh : batch.appeared.entrySet()) {
            table.refresh(
                    fresh.getKey(),
                    fresh.getValue(),
                    read(manager, fresh.getKey(), fresh.getValue()));
            changed.add(fresh.getKey());
        }
        if (batch.filesChanged) {
            table.fileStates(manager.listUnitFiles());
            table.applyFileStates();
            changed.addAll(table.snapshot().keySet());
        }
        if (batch.jobsChanged) {
            changed.addAll(readJobs(manager));
        }
        if (!changed.isEmpty()) {
            table.publish();
            listeners.forEach(listener -> listener.changed(changed));
        }
    }

    /// One listing, and the properties of what is new or looks different. Answers every name.
    private Set<String> list(Manager manager) throws BusException {
        listedNanos = System.nanoTime();
        table.fileStates(manager.listUnitFiles());
        List<Manager.Listed> listed = manager.listUnits();
        Map<String, String> paths = new HashMap<>();
        listed.forEach(unit -> paths.put(unit.name(), unit.path()));
        for (String name : table.replaceAll(listed)) {
            String path = paths.getOrDefault(name, "");
            if (!name.endsWith(".device")) {
                table.refresh(name, path, read(manager, name, path));
            }
        }
        readJobs(manager);
        table.publish();
        return new HashSet<>(table.snapshot().keySet());
    }

    private static UnitProperties read(Manager manager, String name, String path)
            throws BusException {
        try {
            boolean service = name.endsWith(".service");
            return manager.properties(path, service ? "" : Manager.UNIT_TYPE);
        } catch (BusException.Rejected gone) {
            return UnitProperties.NONE;
        }
    }

    /// Reads the queue of jobs; answers the units whose jobs differ from before.
    private Set<String> readJobs(Manager manager) throws BusException {
        Map<String, List<ServiceJob>> now = new HashMap<>();
        for (ServiceJob job : manager.listJobs()) {
            now.merge(
                    job.unit(),
                    List.of(job),
                    (a, b) -> {
                        List<ServiceJob> both = new ArrayList<>(a);
                        both.addAll(b);
                        return both;
                    });
        }
        Map<String, List<ServiceJob>> before = jobs;
        Set<String> changed = new HashSet<>(before.keySet());
        changed.addAll(now.keySet());
        changed.removeIf(name ->
                before.getOrDefault(name, List.of()).equals(now.getOrDefault(name, List.of())));
        jobs = Map.copyOf(now);
        return changed;
    }

    private void offer(BusEvent event) {
        if (event instanceof BusEvent.Changed(String path, UnitProperties _)) {
            wakes.wake(path);
        }
        if (!queue.offer(event)) {
            overflowed = true;
        }
    }

    private void tell(Availability now) {
        boolean news = !now.equals(availability);
        availability = now;
        if (!(now instanceof ServiceListing.Available)) {
            table.clear();
        }
        if (news) {
            listeners.forEach(listener -> listener.availabilityChanged(now));
        }
    }

    /// Events of one gathering, the later ones winning.
    private static final class Batch {
        final Map<String, UnitProperties> changed = new HashMap<>();
        final Map<String, String> appeared = new HashMap<>();
        final Set<String> vanished = new HashSet<>();
        boolean reloaded;
        boolean filesChanged;
        boolean jobsChanged;

        void add(BusEvent event) {
            switch (event) {
                case BusEvent.Changed(String path, UnitProperties properties) ->
                        changed.merge(path, properties, UnitProperties::with);
                case BusEvent.Appeared(String name, String path) -> {
                    vanished.remove(name);
                    appeared.put(name, path);
                }
                case BusEvent.Vanished(String name) -> {
                    // A unit that came and went is not read: reading would load it again.
                    appeared.remove(name);
                    vanished.add(name);
                }
                case BusEvent.Reloaded() -> reloaded = true;
                case BusEvent.FilesChanged() -> filesChanged = true;
                case BusEvent.JobsChanged() -> jobsChanged = true;
                case BusEvent.Lost _, BusEvent.Closed _ -> {}
            }
        }
    }
}

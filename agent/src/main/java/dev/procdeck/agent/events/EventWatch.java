package dev.procdeck.agent.events;

import dev.procdeck.agent.Console;
import dev.procdeck.host.bpf.EventSourceChooser;
import dev.procdeck.host.events.PollingEventSource;
import dev.procdeck.host.events.ProcessEventSource;
import dev.procdeck.host.events.ProcessEvents;
import dev.procdeck.host.processes.ProcessSource;
import dev.procdeck.host.processes.UserNames;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.services.ServiceManager;
import dev.procdeck.host.services.ServiceState;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.connection.LivePublisher;
import dev.procdeck.protocol.live.EventFeed;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.Topic;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The events thread. Public methods are for any thread.
public final class EventWatch implements AutoCloseable {
    /// So many lives are remembered, some hours of a quiet host, in at most so many bytes.
    private static final int MOST_ENTRIES = 20_000;

    private static final long MOST_BYTES = 8L << 20;

    /// While somebody watches, events go out at once and then in batches of this length: a storm
    /// costs twenty frames a second, and a lone event waits for nothing.
    private static final int BATCH_MILLIS = 50;

    private static final int EAGER_WAIT_MILLIS = 5_000;

    /// While nobody does, the kernel keeps events this long or until two thirds of the room are
    /// full.
    private static final int LAZY_WAIT_MILLIS = 3_000;

    /// No number of lost events, so that the feed is told again.
    private static final long UNPUBLISHED = -1;

    private static final long QUERY_PATIENCE_NANOS = 500_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wasRead = lock.newCondition();
    private final Condition watchersChanged = lock.newCondition();
    private final EventEntries entries = new EventEntries(MOST_ENTRIES, MOST_BYTES);
    private final Set<Object> watchers = new HashSet<>();
    private final ProcFs proc;
    private final Function<ProcFs, EventSourceChooser.Chosen> open;
    private final Supplier<ProcessSource> openTable;
    private final List<ServiceManager> managers;
    private final LivePublisher publisher;
    private final InstantSource clock;
    private final Console console;
    private final EventFeedRows rows;
    private final Thread thread;
    private @Nullable ProcessEvents events;
    private String source = "";
    private String reason = "";
    private Instant since = Instant.EPOCH;
    private long lostBefore;
    private long reads;
    private long tick;
    private long publishedTick;
    private long publishedLost;
    private boolean servicesChanged = true;
    private boolean closed;

    /// @param open chooses the source
    /// @param openTable opens the process table for what events cannot tell
    public EventWatch(
            ProcFs proc,
            Function<ProcFs, EventSourceChooser.Chosen> open,
            Supplier<ProcessSource> openTable,
            List<ServiceManager> managers,
            LivePublisher publisher,
            InstantSource clock,
            Console console) {
        this.proc = proc;
        this.open = open;
        this.openTable = openTable;
        this.managers = managers;
        this.publisher = publisher;
        this.clock = clock;
        this.console = console;
        this.rows = new EventFeedRows(entries, new UserNames(Path.of("/etc/passwd")), clock);
        this.thread = Thread.ofPlatform().daemon().name("events").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Whether this watcher wants the feed.
    public void watch(Object watcher, boolean wanted) {
        lock.lock();
        try {
            boolean changed = wanted ? watchers.add(watcher) : watchers.remove(watcher);
            if (changed) {
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Something about the services changed. The manager is asked when events are read next.
    public void servicesChanged() {
        lock.lock();
        try {
            servicesChanged = true;
            if (!watchers.isEmpty()) {
                wake();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Lives that touch a time, with what happened up to this moment.
    public Answer.Events between(@Nullable Instant from, @Nullable Instant to)
            throws InterruptedException {
        lock.lock();
        try {
            long before = reads;
            wake();
            long left = QUERY_PATIENCE_NANOS;
            while (reads == before && left > 0 && events != null) {
                left = wasRead.awaitNanos(left);
            }
            return new Answer.Events(feed(), clock.instant(), entries.between(from, to));
        } finally {
            lock.unlock();
        }
    }

    private EventFeed feed() {
        ProcessEvents reader = events;
        return new EventFeed(
                source,
                reason.isEmpty() ? null : reason,
                since,
                lostBefore + (reader == null ? 0 : reader.lost()),
                entries.size());
    }

    private void wake() {
        watchersChanged.signalAll();
        ProcessEvents reader = events;
        if (reader != null) {
            reader.wake();
        }
    }

    private void run() {
        Supplier<EventSourceChooser.Chosen> next = () -> open.apply(proc);
        boolean last = false;
        while (true) {
            try {
                begin(next.get());
                while (turn()) {}
                return;
            } catch (RuntimeException e) {
                last |= source.equals("polling");
                end();
                if (last) {
                    console.log("process events are over", e);
                    tellWhyOver(e);
                    return;
                }
                console.log("process events failed; the process table is compared instead", e);
                last = true;
                next =
                        () ->
                                new EventSourceChooser.Chosen(
                                        new PollingEventSource(), "it failed: " + e.getMessage());
            }
        }
    }

    /// Nothing more will come: says so to those who watch now or begin to.
    private void tellWhyOver(RuntimeException cause) {
        lock.lock();
        try {
            source = "polling";
            reason = "no events any more: " + cause.getMessage();
            publishedLost = UNPUBLISHED;
            while (!closed) {
                publish();
                watchersChanged.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void begin(EventSourceChooser.Chosen chosen) {
        ProcessEventSource from = chosen.source();
        ProcessEvents reader = new ProcessEvents(from, openTable, proc, rows);
        lock.lock();
        try {
            source = from.name();
            reason = chosen.reason();
            since = clock.instant();
            events = reader;
            rows.beginBatch();
            reader.begin();
        } finally {
            lock.unlock();
        }
        console.log(
                "process events come from "
                        + from.name()
                        + (chosen.reason().isEmpty() ? "" : ": " + chosen.reason()));
    }

    private void end() {
        lock.lock();
        try {
            ProcessEvents reader = events;
            events = null;
            if (reader != null) {
                lostBefore += reader.lost();
                reader.close();
            }
            wasRead.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits, reads and publishes once. False when it is over.
    private boolean turn() {
        ProcessEvents reader = events;
        if (reader == null) {
            return false;
        }
        boolean eager = isWatched();
        reader.setEager(eager);
        reader.await(eager ? EAGER_WAIT_MILLIS : LAZY_WAIT_MILLIS);
        boolean published;
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            rows.beginBatch();
            askServices();
            reader.read();
            reads++;
            wasRead.signalAll();
            published = publish();
        } finally {
            lock.unlock();
        }
        if (published) {
            reader.pause(BATCH_MILLIS);
        }
        return true;
    }

    private boolean isWatched() {
        lock.lock();
        try {
            return !watchers.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void askServices() {
        if (!servicesChanged) {
            return;
        }
        servicesChanged = false;
        Map<String, ServiceState> states = new HashMap<>();
        managers.forEach(manager -> states.putAll(manager.states()));
        rows.states(states);
    }

    /// True when there was something to publish.
    private boolean publish() {
        if (watchers.isEmpty()) {
            if (publishedTick != 0) {
                publishedTick = 0;
                publisher.forget(Topic.EVENTS);
            }
            entries.forgetWatchers();
            return false;
        }
        boolean whole = publishedTick == 0;
        EventEntries.Changes changes = whole ? entries.takeAll() : entries.takeChanges();
        EventFeed feed = feed();
        boolean same = changes.rows().isEmpty() && changes.gone().isEmpty();
        if (!whole && same && feed.lost() == publishedLost) {
            return false;
        }
        tick++;
        publisher.publish(
                new Live.EventsFrame(
                        tick,
                        whole ? null : publishedTick,
                        clock.instant(),
                        feed,
                        changes.rows(),
                        changes.gone()));
        publishedTick = tick;
        publishedLost = feed.lost();
        return true;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wake();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        end();
    }
}

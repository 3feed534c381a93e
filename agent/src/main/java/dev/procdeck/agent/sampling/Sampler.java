package dev.procdeck.agent.sampling;

import dev.procdeck.agent.Console;
import dev.procdeck.agent.history.History;
import dev.procdeck.agent.policy.Policy;
import dev.procdeck.protocol.connection.LivePublisher;
import dev.procdeck.protocol.live.Topic;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The sampling thread. Public methods are for any thread.
public final class Sampler implements AutoCloseable {
    private static final long LEASE_NANOS = 5_000_000_000L;
    private static final long RECORDS_AFTER_NANOS = 2_000_000_000L;
    private static final long COALESCE_NANOS = 250_000_000L;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Interest interest = new Interest();
    private final Map<Topic, Collector> collectors = new EnumMap<>(Topic.class);
    private final Map<Topic, String> troubles = new EnumMap<>(Topic.class);
    private final ProcessCollector processes;
    private final ResourceCollector resources;
    private final SocketCollector sockets;
    private final ServiceCollector services;
    private final Recorder recorder;
    private final LivePublisher publisher;
    private final Supplier<Policy> policy;
    private final Console console;
    private final Thread thread;
    private volatile Snapshot snapshot = Snapshot.NONE;
    private String recordTrouble = "";
    private boolean closed;
    private long tick;

    public Sampler(
            Sources sources,
            History history,
            LivePublisher publisher,
            Supplier<Policy> policy,
            Console console) {
        this.publisher = publisher;
        this.policy = policy;
        this.console = console;
        this.processes =
                new ProcessCollector(
                        sources.processes()::open,
                        sources.view(),
                        publisher::publish,
                        () -> periodNanos(Topic.PROCESSES));
        this.resources =
                new ResourceCollector(
                        sources.resources(), sources.proc(), processes, publisher::publish);
        this.sockets =
                new SocketCollector(
                        sources.sockets(),
                        processes,
                        publisher::publish,
                        () -> periodNanos(Topic.SOCKETS));
        // The order of a tick: totals and sockets use what the processes found.
        collectors.put(Topic.PROCESSES, processes);
        collectors.put(Topic.RESOURCES, resources);
        collectors.put(Topic.SOCKETS, sockets);
        this.services = new ServiceCollector(sources.services(), publisher::publish);
        collectors.put(Topic.SERVICES, services);
        this.recorder =
                new Recorder(
                        history, processes, resources, System.nanoTime() + RECORDS_AFTER_NANOS);
        this.thread = Thread.ofPlatform().daemon().name("sampler").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// Sets what a watcher wants. Returns the period that it gets.
    public int watch(Object watcher, Set<Topic> topics, int periodMillis) {
        int period =
                Math.clamp(periodMillis, Interest.MIN_PERIOD_MILLIS, Interest.MAX_PERIOD_MILLIS);
        lock.lock();
        try {
            interest.watch(watcher, topics, period);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return period;
    }

    /// Something about the services changed: they are looked at soon.
    public void servicesChanged() {
        lock.lock();
        try {
            interest.hurry(Topic.SERVICES, System.nanoTime() + COALESCE_NANOS);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// What is known now, which may be old.
    public Snapshot snapshot() {
        return snapshot;
    }

    /// Processes with rates, no older than `maxAge` at this moment; waits for them where nobody
    /// looks. After `patience` it answers what there is.
    public Snapshot freshProcesses(Duration patience, Duration maxAge) throws InterruptedException {
        long asked = System.nanoTime();
        long deadline = asked + patience.toNanos();
        long oldest = asked - maxAge.toNanos();
        lock.lock();
        try {
            if (!isFresh(snapshot, oldest)) {
                interest.lease("query", Topic.PROCESSES, asked + LEASE_NANOS, asked);
                changed.signalAll();
            }
            while (!isFresh(snapshot, oldest) && deadline - System.nanoTime() > 0) {
                changed.awaitNanos(deadline - System.nanoTime());
            }
            return snapshot;
        } finally {
            lock.unlock();
        }
    }

    private long periodNanos(Topic topic) {
        lock.lock();
        try {
            return interest.periodNanos(topic);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isFresh(Snapshot snapshot, long oldest) {
        var sample = snapshot.processes();
        return sample != null
                && sample.interval() != null
                && snapshot.processesNanos() - oldest >= 0;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            Set<Topic> due = await();
            while (due != null) {
                tick(due);
                due = await();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            processes.close();
            resources.close();
            sockets.close();
        }
    }

    @SuppressWarnings("NullAway")
    private Set<Topic> await() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                long now = System.nanoTime();
                rest(interest.refresh(now));
                Set<Topic> due = interest.due(now);
                long untilRecord = recorder.untilNextNanos(now);
                if (!due.isEmpty() || untilRecord == 0) {
                    return due;
                }
                changed.awaitNanos(Math.min(interest.untilNextNanos(now), untilRecord));
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// Ends topics that nobody wants any more.
    private void rest(Set<Topic> ended) {
        for (Topic topic : ended) {
            collectorOf(topic).pause();
            publisher.forget(topic);
        }
        if (!ended.isEmpty() && interest.untilNextNanos(System.nanoTime()) == Long.MAX_VALUE) {
            processes.rest();
        }
    }

    private void tick(Set<Topic> due) {
        tick++;
        if (!due.isEmpty()) {
            collect(due);
        }
        record();
        lock.lock();
        try {
            snapshot =
                    new Snapshot(
                            processes.newestNanos(),
                            processes.newest(),
                            resources.newest(),
                            due.contains(Topic.SOCKETS) ? sockets.newest() : snapshot.sockets(),
                            services.newest());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void collect(Set<Topic> due) {
        Policy current = policy.get();
        long begun = System.nanoTime();
        for (Map.Entry<Topic, Collector> entry : collectors.entrySet()) {
            Topic topic = entry.getKey();
            if (due.contains(topic)) {
                collect(topic, entry.getValue(), current);
                lock.lock();
                try {
                    interest.sampled(topic, begun, entry.getValue().minPeriodNanos());
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    /// Whether the processes are sampled for somebody. With the lock held.
    private boolean isWatched() {
        return interest.wants(Topic.PROCESSES) || interest.wants(Topic.RESOURCES);
    }

    private void record() {
        boolean watched;
        lock.lock();
        try {
            watched = isWatched();
        } finally {
            lock.unlock();
        }
        try {
            recorder.record(tick, watched);
            recordTrouble = "";
        } catch (RuntimeException e) {
            String trouble = String.valueOf(e);
            if (!trouble.equals(recordTrouble)) {
                console.log("recording failed", e);
            }
            recordTrouble = trouble;
        }
    }

    /// One collector's failure is its own: logged once until it works again.
    private void collect(Topic topic, Collector collector, Policy current) {
        try {
            if (topic == Topic.PROCESSES && !publisher.watched().contains(topic)) {
                // Somebody asked once; no receiver holds a table.
                processes.sample(tick);
            } else {
                collector.collect(tick, current);
            }
            troubles.remove(topic);
        } catch (RuntimeException e) {
            collector.pause();
            String trouble = String.valueOf(e);
            if (!trouble.equals(troubles.put(topic, trouble))) {
                console.log("sampling " + topic + " failed", e);
            }
        }
    }

    private Collector collectorOf(Topic topic) {
        Collector collector = collectors.get(topic);
        if (collector == null) {
            throw new IllegalStateException("no collector of " + topic);
        }
        return collector;
    }
}

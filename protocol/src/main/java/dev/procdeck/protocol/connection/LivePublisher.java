package dev.procdeck.protocol.connection;

import dev.procdeck.protocol.codec.LiveEncoder;
import dev.procdeck.protocol.codec.WireWriter;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.Topic;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Encodes each live frame once and hands the same bytes to every connection that watches.
///
/// Thread-safe. Never waits for a connection: a slow one is its own outbox's matter.
public final class LivePublisher {
    private final ReentrantLock lock = new ReentrantLock();
    private final LiveEncoder encoder = new LiveEncoder();
    private final WireWriter writer = new WireWriter(64 * 1024);
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Map<Topic, Full> fulls = new EnumMap<>(Topic.class);

    private record Full(long tick, Frame frame) {}

    /// Sets what a connection watches; an unknown connection joins. The first frame of a topic that
    /// is new to it is the whole table.
    public void watch(Connection connection, Set<Topic> topics) {
        lock.lock();
        try {
            connections.add(connection);
            connection.outbox().watch(topics);
        } finally {
            lock.unlock();
        }
    }

    /// The connection is gone.
    public void leave(Connection connection) {
        lock.lock();
        try {
            connections.remove(connection);
        } finally {
            lock.unlock();
        }
    }

    /// All topics that some connection watches.
    public Set<Topic> watched() {
        lock.lock();
        try {
            Set<Topic> topics = EnumSet.noneOf(Topic.class);
            for (Connection connection : connections) {
                topics.addAll(connection.outbox().watched());
            }
            return topics;
        } finally {
            lock.unlock();
        }
    }

    /// Publishes one frame. Frames of one table must follow each other: the base of each is the
    /// tick of the one before, or null.
    public void publish(Live live) {
        lock.lock();
        try {
            writer.clear();
            encoder.put(writer, live);
            Frame frame = new Frame(Frame.Kind.LIVE, 0, writer.toBytes());
            switch (live) {
                case Live.ResourcesFrame state -> offer(Topic.RESOURCES, state.tick(), null, frame);
                case Live.ProcessesFrame state ->
                        offer(Topic.PROCESSES, state.tick(), state.base(), frame);
                case Live.SocketsFrame state ->
                        offer(Topic.SOCKETS, state.tick(), state.base(), frame);
                case Live.ServicesFrame state ->
                        offer(Topic.SERVICES, state.tick(), state.base(), frame);
                case Live.EventsFrame state ->
                        offer(Topic.EVENTS, state.tick(), state.base(), frame);
                case Live.CommandOutput _,
                        Live.ActProgress _,
                        Live.ActEnded _,
                        Live.PolicyChanged _ ->
                        connections.forEach(connection -> connection.send(frame));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Forgets the state of a topic that nobody watches any more. Its next frame has no base.
    public void forget(Topic topic) {
        lock.lock();
        try {
            encoder.forget(topic);
            fulls.remove(topic);
        } finally {
            lock.unlock();
        }
    }

    /// Gives a connection that holds no state of the topic the newest one, whole.
    void fetch(Connection connection, Topic topic) {
        lock.lock();
        try {
            Full full = fulls.get(topic);
            if (full == null) {
                writer.clear();
                @Nullable Long tick = encoder.putFull(writer, topic);
                if (tick == null) {
                    connection.outbox().park(topic);
                    return;
                }
                full = new Full(tick, new Frame(Frame.Kind.LIVE, 0, writer.toBytes()));
                fulls.put(topic, full);
            }
            connection.outbox().offerLive(topic, full.tick(), null, full.frame());
        } finally {
            lock.unlock();
        }
    }

    private void offer(Topic topic, long tick, @Nullable Long base, Frame frame) {
        fulls.remove(topic);
        for (Connection connection : connections) {
            connection.outbox().offerLive(topic, tick, base, frame);
        }
    }
}

package dev.procdeck.protocol.connection;

import dev.procdeck.protocol.live.Topic;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What one connection still has to send, bounded.
///
/// Answers and news wait in order and are never dropped; when they pile up beyond
/// [#MAX_RELIABLE_BYTES] the reader is dead and the connection is closed. Live frames of a table
/// that wait too long give way to one full frame. Thread-safe.
final class Outbox {
    static final long MAX_RELIABLE_BYTES = 256L << 20;
    static final int MAX_WAITING_FRAMES = 4;
    static final int MAX_WAITING_LIVE_BYTES = 4 << 20;

    /// The next thing to do for the thread that writes.
    sealed interface Next {
        /// Send this.
        record Send(Frame frame) implements Next {}

        /// Ask the publisher for the whole table: nothing else waits.
        record Fetch(Topic topic) implements Next {}
    }

    private record Waiting(@Nullable Topic topic, Frame frame) {}

    private static final class Slot {
        private long heldTick;
        private boolean wantsFull = true;
        private boolean parked;
        private int waiting;
        private long waitingBytes;
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final Map<Topic, Slot> slots = new EnumMap<>(Topic.class);
    private long reliableBytes;
    private boolean closed;

    /// Queues an answer or news. False when the reader is dead or the box closed.
    boolean offer(Frame frame) {
        lock.lock();
        try {
            if (closed || reliableBytes + frame.body().length > MAX_RELIABLE_BYTES) {
                return false;
            }
            reliableBytes += frame.body().length;
            queue.add(new Waiting(null, frame));
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Sets what is watched. A topic that is new gets its whole table next.
    void watch(Set<Topic> topics) {
        lock.lock();
        try {
            for (Topic topic : Topic.values()) {
                if (!topics.contains(topic)) {
                    drop(topic);
                    slots.remove(topic);
                } else {
                    slots.computeIfAbsent(topic, _ -> new Slot());
                }
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    Set<Topic> watched() {
        lock.lock();
        try {
            return Set.copyOf(slots.keySet());
        } finally {
            lock.unlock();
        }
    }

    /// Queues a change of one topic's state, or marks the topic for a full frame when the reader
    /// does not hold `base` or does not keep up.
    ///
    /// @param base the tick that must be held; null when the frame stands alone
    void offerLive(Topic topic, long tick, @Nullable Long base, Frame frame) {
        lock.lock();
        try {
            Slot slot = slots.get(topic);
            if (slot == null || closed) {
                return;
            }
            if (base == null) {
                drop(topic);
            } else if (slot.wantsFull) {
                slot.parked = false;
                changed.signal();
                return;
            } else if (slot.heldTick != base
                    || slot.waiting >= MAX_WAITING_FRAMES
                    || slot.waitingBytes + frame.body().length > MAX_WAITING_LIVE_BYTES) {
                drop(topic);
                slot.wantsFull = true;
                changed.signal();
                return;
            }
            slot.wantsFull = false;
            slot.heldTick = tick;
            slot.waiting++;
            slot.waitingBytes += frame.body().length;
            queue.add(new Waiting(topic, frame));
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// The topic has no state yet: its first frame will come by itself.
    void park(Topic topic) {
        lock.lock();
        try {
            Slot slot = slots.get(topic);
            if (slot != null && slot.wantsFull) {
                slot.parked = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the next thing to do; null when the box is closed.
    @Nullable Next take() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                Waiting waiting = queue.poll();
                if (waiting != null) {
                    account(waiting);
                    return new Next.Send(waiting.frame());
                }
                for (Map.Entry<Topic, Slot> entry : slots.entrySet()) {
                    if (entry.getValue().wantsFull && !entry.getValue().parked) {
                        return new Next.Fetch(entry.getKey());
                    }
                }
                changed.await();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void account(Waiting waiting) {
        if (waiting.topic() == null) {
            reliableBytes -= waiting.frame().body().length;
            return;
        }
        Slot slot = slots.get(waiting.topic());
        if (slot != null) {
            slot.waiting--;
            slot.waitingBytes -= waiting.frame().body().length;
        }
    }

    private void drop(Topic topic) {
        Iterator<Waiting> each = queue.iterator();
        while (each.hasNext()) {
            Waiting waiting = each.next();
            if (waiting.topic() == topic) {
                account(waiting);
                each.remove();
            }
        }
    }
}

package dev.procdeck.server.agent;

import dev.procdeck.protocol.live.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Who looks at what: streams for as long as they are open, requests for ten seconds. Their union
/// is what the agent samples. Thread-safe.
public final class Looking {
    /// How long a request counts.
    public static final Duration AFTERGLOW = Duration.ofSeconds(10);

    private final Consumer<Set<Topic>> onChange;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final int[] streams = new int[Topic.values().length];
    private final long[] until = new long[Topic.values().length];
    private final boolean[] glowing = new boolean[Topic.values().length];
    private Set<Topic> union = EnumSet.noneOf(Topic.class);
    private boolean timerRuns;

    /// @param onChange told the new union, in order; must not wait
    public Looking(
            Consumer<Set<Topic>> onChange, ScheduledExecutorService timer, LongSupplier nanoTime) {
        this.onChange = onChange;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /// A request looks at a topic.
    public void glance(Topic topic) {
        lock.lock();
        try {
            until[topic.ordinal()] = nanoTime.getAsLong() + AFTERGLOW.toNanos();
            glowing[topic.ordinal()] = true;
            update();
        } finally {
            lock.unlock();
        }
    }

    /// A stream begins to look at topics.
    public void enter(Set<Topic> topics) {
        count(topics, 1);
    }

    /// A stream has ended.
    public void leave(Set<Topic> topics) {
        count(topics, -1);
    }

    /// How many streams look at a topic.
    public int streams(Topic topic) {
        lock.lock();
        try {
            return streams[topic.ordinal()];
        } finally {
            lock.unlock();
        }
    }

    private void count(Set<Topic> topics, int step) {
        lock.lock();
        try {
            topics.forEach(topic -> streams[topic.ordinal()] += step);
            update();
        } finally {
            lock.unlock();
        }
    }

    private void update() {
        long now = nanoTime.getAsLong();
        Set<Topic> next = EnumSet.noneOf(Topic.class);
        long firstEnd = Long.MAX_VALUE;
        for (Topic topic : Topic.values()) {
            int i = topic.ordinal();
            long left = until[i] - now;
            glowing[i] &= left > 0;
            if (glowing[i]) {
                firstEnd = Math.min(firstEnd, left);
            }
            if (glowing[i] || streams[i] > 0) {
                next.add(topic);
            }
        }
        if (!next.equals(union)) {
            union = next;
            onChange.accept(EnumSet.copyOf(next));
        }
        if (firstEnd != Long.MAX_VALUE && !timerRuns) {
            timerRuns = true;
            var _ = timer.schedule(this::expire, firstEnd + 1_000_000, TimeUnit.NANOSECONDS);
        }
    }

    private void expire() {
        lock.lock();
        try {
            timerRuns = false;
            update();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        lock.lock();
        try {
            return "Looking" + union + Arrays.toString(streams);
        } finally {
            lock.unlock();
        }
    }
}

package dev.procdeck.agent.sampling;

import dev.procdeck.protocol.live.Topic;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Who wants what how often, and what is therefore due. Not thread-safe: its owner locks.
final class Interest {
    static final int MIN_PERIOD_MILLIS = 100;
    static final int MAX_PERIOD_MILLIS = 10_000;

    /// The second sample after a pause comes this soon, so that rates exist quickly.
    private static final long SECOND_SAMPLE_NANOS = 250_000_000L;

    /// What is due this soon may as well be done now.
    private static final long SLACK_NANOS = 10_000_000L;

    private static final Set<Topic> TOGETHER = EnumSet.of(Topic.PROCESSES, Topic.RESOURCES);
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private record Wish(Set<Topic> topics, int periodMillis, long untilNanos) {}

    private final Map<Object, Wish> wishes = new HashMap<>();
    private final Map<Topic, Long> due = new EnumMap<>(Topic.class);

    /// Before this a topic cannot afford another sample.
    private final Map<Topic, Long> affordable = new EnumMap<>(Topic.class);

    private final Map<Topic, Integer> samples = new EnumMap<>(Topic.class);

    /// A watcher wants these topics until it says otherwise; none at all takes it out.
    void watch(Object watcher, Set<Topic> topics, int periodMillis) {
        if (topics.isEmpty()) {
            wishes.remove(watcher);
        } else {
            wishes.put(watcher, new Wish(topics, periodMillis, Long.MAX_VALUE));
        }
    }

    /// Somebody wants a topic for a while.
    void lease(Object watcher, Topic topic, long untilNanos, long now) {
        wishes.put(watcher, new Wish(Set.of(topic), 1000, untilNanos));
        due.put(topic, now);
    }

    /// Brings what is due in line with what is wanted.
    ///
    /// @return topics that were wanted and are not any more
    Set<Topic> refresh(long now) {
        wishes.values()
                .removeIf(
                        wish -> wish.untilNanos() - now < 0 && wish.untilNanos() != Long.MAX_VALUE);
        Set<Topic> wanted = EnumSet.noneOf(Topic.class);
        wishes.values().forEach(wish -> wanted.addAll(wish.topics()));
        Set<Topic> ended = EnumSet.noneOf(Topic.class);
        for (Topic topic : Topic.values()) {
            if (wanted.contains(topic)) {
                due.putIfAbsent(topic, now);
            } else if (due.remove(topic) != null) {
                samples.remove(topic);
                affordable.remove(topic);
                ended.add(topic);
            }
        }
        return ended;
    }

    /// The topics whose time has come. Processes and totals share one reading of the processes, so
    /// they go together where reading them is cheap.
    Set<Topic> due(long now) {
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        due.forEach((topic, at) -> {
            if (at - now <= SLACK_NANOS) {
                topics.add(topic);
            }
        });
        if (topics.contains(Topic.PROCESSES) || topics.contains(Topic.RESOURCES)) {
            for (Topic topic : TOGETHER) {
                if (due.containsKey(topic)
                        && affordable.getOrDefault(topic, now) - now <= SLACK_NANOS) {
                    topics.add(topic);
                }
            }
        }
        return topics;
    }

    /// A topic was sampled; when it is due again.
    void sampled(Topic topic, long startedNanos, long minPeriodNanos) {
        if (!due.containsKey(topic)) {
            return;
        }
        affordable.put(topic, startedNanos + minPeriodNanos);
        int count = samples.merge(topic, 1, Integer::sum);
        long period = Math.max(periodNanos(topic), minPeriodNanos);
        long wait = count == 1 ? Math.max(minPeriodNanos, SECOND_SAMPLE_NANOS) : period;
        due.put(topic, startedNanos + Math.min(wait, Math.max(period, SECOND_SAMPLE_NANOS)));
    }

    /// A topic has news: it is due at the given time at the latest.
    void hurry(Topic topic, long at) {
        due.computeIfPresent(topic, (_, before) -> at - before < 0 ? at : before);
    }

    /// Nanoseconds until something is due; [Long#MAX_VALUE] when nothing is wanted.
    long untilNextNanos(long now) {
        long least = Long.MAX_VALUE;
        for (long at : due.values()) {
            least = Math.min(least, Math.max(0, at - now - SLACK_NANOS));
        }
        return least;
    }

    /// Whether anybody wants the topic.
    boolean wants(Topic topic) {
        return due.containsKey(topic);
    }

    /// The shortest period that anybody wants for the topic.
    long periodNanos(Topic topic) {
        int least = MAX_PERIOD_MILLIS;
        for (Wish wish : wishes.values()) {
            if (wish.topics().contains(topic)) {
                least = Math.min(least, wish.periodMillis());
            }
        }
        return Math.max(MIN_PERIOD_MILLIS, least) * NANOS_PER_MILLI;
    }
}

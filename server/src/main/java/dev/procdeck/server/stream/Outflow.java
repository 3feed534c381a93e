package dev.procdeck.server.stream;

import dev.procdeck.protocol.live.Topic;
import dev.procdeck.server.live.EncodedEvent;
import dev.procdeck.server.live.TopicEvent;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What one viewer has still to get: for each topic the newest frame alone, and news in order up to
/// a bound. Not thread-safe; its [Viewer] locks.
final class Outflow {
    static final int MAX_NEWS = 256;
    static final int MAX_NEWS_BYTES = 512 * 1024;

    private static final class Slot {
        private long heldTick = Long.MIN_VALUE;
        private boolean wantsFull = true;
        private @Nullable TopicEvent pending;
    }

    private final Map<Topic, Slot> slots = new EnumMap<>(Topic.class);
    private final ArrayDeque<EncodedEvent> news = new ArrayDeque<>();
    private final Function<Topic, @Nullable TopicEvent> fulls;
    private final EncodedEvent lost;
    private int newsBytes;

    /// @param fulls the newest whole frame of a topic, null when there is none
    /// @param lost tells the viewer that news was dropped
    Outflow(Set<Topic> topics, Function<Topic, @Nullable TopicEvent> fulls, EncodedEvent lost) {
        topics.forEach(topic -> slots.put(topic, new Slot()));
        this.fulls = fulls;
        this.lost = lost;
    }

    /// Takes a frame. One that does not follow what the viewer holds, or that would have to wait
    /// behind another, gives way to the whole table.
    void offer(TopicEvent event) {
        Slot slot = slots.get(event.topic());
        if (slot == null || event.tick() <= slot.heldTick) {
            return;
        }
        Long base = event.base();
        if (base == null) {
            slot.pending = event;
            slot.wantsFull = false;
        } else if (slot.pending != null || base != slot.heldTick) {
            slot.pending = null;
            slot.wantsFull = true;
        } else if (!slot.wantsFull) {
            slot.pending = event;
        }
    }

    /// The agent began anew: its ticks count from the start again.
    void restart() {
        slots.values()
                .forEach(slot -> {
                    slot.heldTick = Long.MIN_VALUE;
                    slot.pending = null;
                    slot.wantsFull = true;
                });
    }

    void offerNews(EncodedEvent event) {
        newsBytes += event.keptBytes();
        news.add(event);
        if (news.size() > MAX_NEWS || newsBytes > MAX_NEWS_BYTES) {
            news.clear();
            news.add(lost);
            newsBytes = lost.keptBytes();
        }
    }

    /// The next event to send; null when there is none.
    @Nullable EncodedEvent poll() {
        EncodedEvent first = news.poll();
        if (first != null) {
            newsBytes -= first.keptBytes();
            return first;
        }
        for (Map.Entry<Topic, Slot> entry : slots.entrySet()) {
            Slot slot = entry.getValue();
            TopicEvent event = slot.wantsFull ? fulls.apply(entry.getKey()) : slot.pending;
            if (event != null) {
                slot.wantsFull = false;
                slot.pending = null;
                slot.heldTick = event.tick();
                return event.encoded();
            }
        }
        return null;
    }
}

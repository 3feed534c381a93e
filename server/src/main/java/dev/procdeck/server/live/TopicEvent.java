package dev.procdeck.server.live;

import dev.procdeck.protocol.live.Topic;
import dev.procdeck.server.json.JsonWriter;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One frame of one topic as every viewer gets it: encoded once, whoever looks.
public final class TopicEvent {
    private static final int MANY_ROWS = 20_000;

    private final Topic topic;
    private final long tick;
    private final @Nullable Long base;
    private final EncodedEvent encoded;

    private TopicEvent(Topic topic, long tick, @Nullable Long base, EncodedEvent encoded) {
        this.topic = topic;
        this.tick = tick;
        this.base = base;
        this.encoded = encoded;
    }

    /// @param data writes exactly one JSON value
    static TopicEvent of(Topic topic, long tick, @Nullable Long base, Consumer<JsonWriter> data) {
        String name = topic.name().toLowerCase(Locale.ROOT);
        return new TopicEvent(topic, tick, base, EncodedEvent.of(name, tick, data));
    }

    /// A whole table.
    ///
    /// @param rows how many it has; many are compressed less thoroughly, but sooner
    static TopicEvent ofTable(Topic topic, long tick, int rows, Consumer<JsonWriter> data) {
        String name = topic.name().toLowerCase(Locale.ROOT);
        int level = rows > MANY_ROWS ? 1 : 5;
        return new TopicEvent(topic, tick, null, EncodedEvent.ofMuch(name, tick, level, data));
    }

    public Topic topic() {
        return topic;
    }

    public long tick() {
        return tick;
    }

    /// The tick that it changes; null when it is the whole table.
    public @Nullable Long base() {
        return base;
    }

    public EncodedEvent encoded() {
        return encoded;
    }
}

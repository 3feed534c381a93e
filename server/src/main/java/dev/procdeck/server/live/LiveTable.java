package dev.procdeck.server.live;

import dev.procdeck.protocol.live.Topic;
import dev.procdeck.server.json.Columns;
import dev.procdeck.server.json.JsonWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One table as the agent last told of it. Thread-safe; frames come from one thread.
final class LiveTable<K, R> {
    /// What one frame said, in the terms of every topic.
    ///
    /// @param head writes the fields of the JSON frame that belong to this topic alone
    record Change<K, R>(
            long tick,
            @Nullable Long base,
            Instant time,
            List<R> rows,
            List<K> gone,
            Consumer<JsonWriter> head) {}

    /// The table at one tick. Immutable.
    ///
    /// @param frames how many frames came since the watch began
    record Snapshot<R>(
            long tick, Instant time, List<R> rows, int frames, Consumer<JsonWriter> head) {}

    private final Topic topic;
    private final Columns<R> columns;
    private final Function<R, K> keyOf;
    private final BiConsumer<JsonWriter, K> putKey;
    private final Comparator<? super R> order;

    private final Map<K, R> rows = new HashMap<>();
    private long tick;
    private int frames;
    private Instant time = Instant.EPOCH;
    private Consumer<JsonWriter> head = _ -> {};
    private @Nullable Snapshot<R> snapshot;
    private @Nullable TopicEvent full;

    /// @param putKey writes the key as it stands in `gone`
    /// @param order of the rows where nobody asks for another
    LiveTable(
            Topic topic,
            Columns<R> columns,
            Function<R, K> keyOf,
            BiConsumer<JsonWriter, K> putKey,
            Comparator<? super R> order) {
        this.topic = topic;
        this.columns = columns;
        this.keyOf = keyOf;
        this.putKey = putKey;
        this.order = order;
    }

    /// Takes one frame.
    ///
    /// @param encode whether somebody wants the change as an event
    /// @return the change for those who hold its base; null when nobody asked for it
    /// @throws BaseMismatchException when it changes a tick that is not held
    synchronized @Nullable TopicEvent apply(Change<K, R> change, boolean encode)
            throws BaseMismatchException {
        Long base = change.base();
        if (base != null && (frames == 0 || base != tick)) {
            boolean wasInStep = frames > 0;
            clear();
            throw new BaseMismatchException(wasInStep);
        }
        snapshot = null;
        full = null;
        tick = change.tick();
        time = change.time();
        head = change.head();
        frames++;
        if (base == null) {
            rows.clear();
            change.rows().forEach(row -> rows.put(keyOf.apply(row), row));
            return encode ? full() : null;
        }
        if (!encode) {
            change.rows().forEach(row -> rows.put(keyOf.apply(row), row));
            change.gone().forEach(rows::remove);
            return null;
        }
        return TopicEvent.of(topic, tick, base, json -> putChanges(json, change, base));
    }

    private void putChanges(JsonWriter json, Change<K, R> change, long base) {
        json.beginObject().field("tick", change.tick()).field("time", change.time());
        change.head().accept(json);
        json.field("base", base).name("changed").beginArray();
        for (R row : change.rows()) {
            R before = rows.put(keyOf.apply(row), row);
            if (before == null) {
                columns.put(json, row);
            } else {
                columns.putChange(json, before, row);
            }
        }
        json.endArray().name("gone").beginArray();
        for (K key : change.gone()) {
            rows.remove(key);
            putKey.accept(json, key);
        }
        json.endArray().endObject();
    }

    /// Forgets everything: the next frame must be a whole one.
    synchronized void clear() {
        rows.clear();
        frames = 0;
        snapshot = null;
        full = null;
    }

    /// Null when there is no state.
    synchronized @Nullable Snapshot<R> snapshot() {
        if (frames == 0) {
            return null;
        }
        if (snapshot == null) {
            List<R> sorted = new ArrayList<>(rows.values());
            sorted.sort(order);
            snapshot = new Snapshot<>(tick, time, sorted, frames, head);
        }
        return snapshot;
    }

    /// The row of a key; null when there is none.
    synchronized @Nullable R find(K key) {
        return rows.get(key);
    }

    /// The whole table as an event, encoded once per tick; null when there is no state.
    synchronized @Nullable TopicEvent full() {
        if (full == null) {
            Snapshot<R> now = snapshot();
            if (now == null) {
                return null;
            }
            full =
                    TopicEvent.ofTable(
                            topic, now.tick(), now.rows().size(), json -> putFull(json, now));
        }
        return full;
    }

    private void putFull(JsonWriter json, Snapshot<R> now) {
        json.beginObject().field("tick", now.tick()).field("time", now.time());
        now.head().accept(json);
        json.field("full", true).name("rows").beginArray();
        now.rows().forEach(row -> columns.put(json, row));
        json.endArray().endObject();
    }

    /// A frame changes a tick that is not held.
    static final class BaseMismatchException extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean wasInStep;

        BaseMismatchException(boolean wasInStep) {
            super("a frame that does not follow", null, false, false);
            this.wasInStep = wasInStep;
        }

        /// Whether a frame was lost; else it is a late one of a watch that has ended.
        boolean wasInStep() {
            return wasInStep;
        }
    }
}

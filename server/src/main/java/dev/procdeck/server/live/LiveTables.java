package dev.procdeck.server.live;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.live.EventRow;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.Resources;
import dev.procdeck.protocol.live.ServiceManagerNotice;
import dev.procdeck.protocol.live.ServiceRow;
import dev.procdeck.protocol.live.SocketRow;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.server.json.JsonWriter;
import dev.procdeck.server.live.LiveTable.BaseMismatchException;
import dev.procdeck.server.live.LiveTable.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All live tables of the host. Thread-safe; [#apply] and [#forget] are called by the link.
public final class LiveTables {
    /// Who wants the events.
    public interface Sink {
        /// Whether a change of this topic is worth encoding.
        boolean wants(Topic topic);

        /// Takes one event; must not wait.
        void take(TopicEvent event);
    }

    /// The rows of one table with where they stand.
    public record Rows<R>(Instant time, List<R> rows) {}

    private static final Comparator<ServiceRow> FAILED_FIRST =
            Comparator.comparing((ServiceRow row) -> !row.activeState().equals("failed"))
                    .thenComparing(ServiceRow::name);
    private static final Comparator<SocketRow> BY_PROTOCOL =
            Comparator.comparing(SocketRow::protocol)
                    .thenComparing(row -> !row.state().equals("LISTEN"))
                    .thenComparing(SocketRow::localPort)
                    .thenComparing(SocketRow::id);

    private static final Comparator<EventRow> NEWEST_LAST =
            Comparator.comparing(EventColumns::time).thenComparing(EventRow::id);

    private final AtomicLong memoryTotalBytes = new AtomicLong();
    private final RowJson json = new RowJson(memoryTotalBytes::get);
    private final LiveFields fields = new LiveFields(memoryTotalBytes::get);
    private final LiveTable<ProcessKey, ProcessRow> processes =
            new LiveTable<>(
                    Topic.PROCESSES,
                    json.processes(),
                    ProcessRow::key,
                    (out, key) ->
                            out.beginArray().number(key.pid()).number(key.startTicks()).endArray(),
                    Comparator.comparingInt(row -> row.key().pid()));
    private final LiveTable<Long, SocketRow> sockets =
            new LiveTable<>(
                    Topic.SOCKETS, json.sockets(), SocketRow::id, JsonWriter::number, BY_PROTOCOL);
    private final LiveTable<String, ServiceRow> services =
            new LiveTable<>(
                    Topic.SERVICES,
                    json.services(),
                    ServiceRow::name,
                    JsonWriter::text,
                    FAILED_FIRST);

    private final LiveTable<Long, EventRow> events =
            new LiveTable<>(
                    Topic.EVENTS, json.events(), EventRow::id, JsonWriter::number, NEWEST_LAST);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile @Nullable Resources resources;
    private volatile @Nullable TopicEvent resourcesEvent;
    private volatile String bootId = "";
    private volatile @Nullable ServiceManagerNotice notice;
    private volatile Sink sink =
            new Sink() {
                @Override
                public boolean wants(Topic topic) {
                    return false;
                }

                @Override
                public void take(TopicEvent event) {}
            };

    public void setSink(Sink newSink) {
        sink = newSink;
    }

    public RowJson json() {
        return json;
    }

    public LiveFields fields() {
        return fields;
    }

    /// Takes one frame from the agent; anything but the frame of a table is left alone.
    ///
    /// @return the topic that must be asked for anew because a frame was lost; null in the good
    ///   case
    public @Nullable Topic apply(Live live) {
        Topic lost =
                switch (live) {
                    case Live.ResourcesFrame frame -> {
                        apply(frame);
                        yield null;
                    }
                    case Live.ProcessesFrame frame -> {
                        bootId = frame.bootId();
                        Consumer<JsonWriter> head =
                                out -> {
                                    out.field("bootId", frame.bootId());
                                    out.field("periodMillis", frame.periodMillis());
                                };
                        yield apply(
                                Topic.PROCESSES,
                                processes,
                                new Change<>(
                                        frame.tick(),
                                        frame.base(),
                                        frame.time(),
                                        frame.rows(),
                                        frame.gone(),
                                        head));
                    }
                    case Live.SocketsFrame frame ->
                            apply(
                                    Topic.SOCKETS,
                                    sockets,
                                    new Change<>(
                                            frame.tick(),
                                            frame.base(),
                                            frame.time(),
                                            frame.rows(),
                                            frame.gone(),
                                            out ->
                                                    out.field(
                                                            "periodMillis", frame.periodMillis())));
                    case Live.ServicesFrame frame -> {
                        notice = frame.notice();
                        yield apply(
                                Topic.SERVICES,
                                services,
                                new Change<>(
                                        frame.tick(),
                                        frame.base(),
                                        frame.time(),
                                        frame.rows(),
                                        frame.gone(),
                                        out -> putNotice(out, frame.notice())));
                    }
                    case Live.EventsFrame frame ->
                            apply(
                                    Topic.EVENTS,
                                    events,
                                    new Change<>(
                                            frame.tick(),
                                            frame.base(),
                                            frame.time(),
                                            frame.rows(),
                                            frame.gone(),
                                            out -> EventColumns.putFeed(out, frame.feed())));
                    case Live.CommandOutput _,
                            Live.ActProgress _,
                            Live.ActEnded _,
                            Live.PolicyChanged _ ->
                            null;
                };
        signalChange();
        return lost;
    }

    private void apply(Live.ResourcesFrame frame) {
        resources = frame.resources();
        Resources.Memory memory = frame.resources().memory();
        memoryTotalBytes.set(memory == null ? 0 : memory.totalBytes());
        TopicEvent event =
                TopicEvent.of(
                        Topic.RESOURCES,
                        frame.tick(),
                        null,
                        out -> RowJson.putResources(out, frame.resources()));
        resourcesEvent = event;
        if (sink.wants(Topic.RESOURCES)) {
            sink.take(event);
        }
    }

    private <K, R> @Nullable Topic apply(Topic topic, LiveTable<K, R> table, Change<K, R> change) {
        try {
            TopicEvent event = table.apply(change, sink.wants(topic));
            if (event != null) {
                sink.take(event);
            }
            return null;
        } catch (BaseMismatchException e) {
            return e.wasInStep() ? topic : null;
        }
    }

    /// Writes the field `notice` where there is one.
    public static void putNotice(JsonWriter out, @Nullable ServiceManagerNotice notice) {
        if (notice != null) {
            out.name("notice")
                    .beginObject()
                    .field("code", notice.code())
                    .field("parameters", notice.parameters())
                    .endObject();
        }
    }

    /// Nobody watches the topic any more, or the agent is gone.
    public void forget(Topic topic) {
        switch (topic) {
            case RESOURCES -> {
                resources = null;
                resourcesEvent = null;
            }
            case PROCESSES -> processes.clear();
            case SOCKETS -> sockets.clear();
            case SERVICES -> services.clear();
            case EVENTS -> events.clear();
        }
    }

    /// The share of the host's memory; null while the total is unknown.
    public @Nullable Double memoryPercent(long rssBytes) {
        return LiveFields.memoryPercent(rssBytes, memoryTotalBytes.get());
    }

    /// The host's memory, from whoever learns of it first.
    public void setMemoryTotalBytes(long bytes) {
        memoryTotalBytes.set(bytes);
    }

    public String bootId() {
        return bootId;
    }

    public @Nullable ServiceManagerNotice notice() {
        return notice;
    }

    public @Nullable Resources resources() {
        return resources;
    }

    public @Nullable Rows<ProcessRow> processes() {
        return rows(processes);
    }

    public @Nullable Rows<SocketRow> sockets() {
        return rows(sockets);
    }

    public @Nullable Rows<ServiceRow> services() {
        return rows(services);
    }

    /// Whether a service of exactly this name is in the table.
    public boolean isService(String name) {
        return services.find(name) != null;
    }

    private static <R> @Nullable Rows<R> rows(LiveTable<?, R> table) {
        LiveTable.Snapshot<R> now = table.snapshot();
        return now == null ? null : new Rows<>(now.time(), now.rows());
    }

    /// The newest whole state of a topic as an event; null when there is none.
    public @Nullable TopicEvent full(Topic topic) {
        return switch (topic) {
            case RESOURCES -> resourcesEvent;
            case PROCESSES -> processes.full();
            case SOCKETS -> sockets.full();
            case SERVICES -> services.full();
            case EVENTS -> events.full();
        };
    }

    /// Waits until the topic has numbers to show, which for rates takes two samples.
    ///
    /// @return false when it has nothing at all by then
    public boolean await(Topic topic, Duration patience) throws InterruptedException {
        return switch (topic) {
            case RESOURCES -> {
                await(() -> resources instanceof Resources now && now.cpu() != null, patience);
                yield resources != null;
            }
            case PROCESSES -> {
                await(() -> hasRates(processes.snapshot()), patience);
                yield processes.snapshot() != null;
            }
            case SOCKETS -> await(() -> sockets.snapshot() != null, patience);
            case SERVICES -> await(() -> services.snapshot() != null, patience);
            case EVENTS -> await(() -> events.snapshot() != null, patience);
        };
    }

    private static boolean hasRates(LiveTable.@Nullable Snapshot<ProcessRow> now) {
        return now != null
                && (now.frames() > 1
                        || now.rows().isEmpty()
                        || now.rows().stream().anyMatch(row -> row.cpuPercent() != null));
    }

    private boolean await(BooleanSupplier condition, Duration patience)
            throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Wakes those who wait for a state that cannot come any more as well.
    public void signalChange() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

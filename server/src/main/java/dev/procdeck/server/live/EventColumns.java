package dev.procdeck.server.live;

import dev.procdeck.protocol.live.EventFeed;
import dev.procdeck.protocol.live.EventRow;
import dev.procdeck.server.json.Columns;
import dev.procdeck.server.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The JSON of the feed of events: one flat row for each process.
public final class EventColumns {
    private static final String RUNNING = "running";
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MICROS_PER_SECOND = 1e6;

    private EventColumns() {}

    static Columns<EventRow> columns() {
        return Columns.of(EventRow.class)
                .key("id", EventRow::id)
                .field("pid", row -> row.begin().key().pid())
                .field("startTicks", row -> row.begin().key().startTicks())
                .field("time", EventColumns::time)
                .field("startTime", row -> row.begin().time())
                .field("startSeen", row -> row.begin().seen())
                .field("ppid", row -> row.begin().ppid())
                .field("parentComm", row -> row.begin().parentComm())
                .field("comm", row -> row.program().comm())
                .field("cmdline", row -> row.program().cmdline())
                .field("ownProgram", row -> row.program().own())
                .field("user", row -> row.program().user())
                .field("uid", row -> row.program().uid())
                .field("unit", row -> row.program().unit())
                .field("container", row -> row.program().container())
                .field("outcome", EventColumns::outcome)
                .field("endTime", ofEnd(EventRow.End::time))
                .field("durationSeconds", EventColumns::durationSeconds)
                .field("exitCode", ofEnd(EventRow.End::exitCode))
                .field("signal", ofEnd(EventRow.End::signal))
                .field("coreDumped", ofEnd(EventRow.End::coreDumped))
                .field("cpuSeconds", ofEnd(EventRow.End::cpuSeconds))
                .field("peakRssBytes", ofEnd(EventRow.End::peakRssBytes))
                .field("unitFailures", EventColumns::unitFailures)
                .field("aftermath", EventColumns::aftermath)
                .build();
    }

    private static <T> Function<EventRow, @Nullable Object> ofEnd(
            Function<EventRow.End, @Nullable T> value) {
        return row -> {
            EventRow.End end = row.end();
            return end == null ? null : value.apply(end);
        };
    }

    /// When it ended, or began where it runs.
    public static Instant time(EventRow row) {
        EventRow.End end = row.end();
        return end == null ? row.begin().time() : end.time();
    }

    /// `running`, `succeeded`, `failed`, `killed` or `unseen`.
    public static String outcome(EventRow row) {
        EventRow.End end = row.end();
        return end == null ? RUNNING : end.outcome().name().toLowerCase(Locale.ROOT);
    }

    /// To the microsecond; null while it runs.
    public static @Nullable Double durationSeconds(EventRow row) {
        EventRow.End end = row.end();
        if (end == null) {
            return null;
        }
        double seconds =
                Duration.between(row.begin().time(), end.time()).toNanos() / NANOS_PER_SECOND;
        return Math.max(0, Math.round(seconds * MICROS_PER_SECOND) / MICROS_PER_SECOND);
    }

    /// Null where it was no unit's main process, or still is.
    public static @Nullable Integer unitFailures(EventRow row) {
        return row.main() == null ? null : row.main().failures();
    }

    /// `restarted`, `gave-up` or null.
    public static @Nullable String aftermath(EventRow row) {
        EventRow.MainProcess main = row.main();
        return main == null || main.aftermath() == null ? null : RowJson.verb(main.aftermath());
    }

    /// Writes the fields that say where the feed stands.
    public static void putFeed(JsonWriter json, EventFeed feed) {
        json.field("source", feed.source())
                .field("reason", feed.reason())
                .field("since", feed.since())
                .field("lost", feed.lost())
                .field("held", feed.held());
    }
}

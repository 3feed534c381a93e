package dev.procdeck.server.live;

import dev.procdeck.protocol.live.EventRow;
import dev.procdeck.server.query.Field;
import dev.procdeck.server.query.Field.Unit;
import dev.procdeck.server.query.FieldTable;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What queries and sorting see of events. The names are those of the JSON items.
final class EventFields {
    private EventFields() {}

    static FieldTable<EventRow> table() {
        return FieldTable.of(EventRow.class)
                .text("comm", row -> row.program().comm(), "name")
                .text("cmdline", row -> row.program().cmdline(), "cmd")
                .text("user", row -> row.program().user())
                .text("unit", row -> row.program().unit(), "service")
                .text("container", row -> row.program().container())
                .text("parentComm", row -> row.begin().parentComm(), "parentname")
                .digits("pid", Field.number(row -> row.begin().key().pid()))
                .number("ppid", Unit.NONE, row -> row.begin().ppid(), "parent")
                .number("startTicks", Unit.NONE, row -> row.begin().key().startTicks())
                .number("uid", Unit.NONE, row -> row.program().uid())
                .word("outcome", true, EventColumns::outcome, "end")
                .word("signal", true, ofEnd(EventRow.End::signal), "sig")
                .number("exitCode", Unit.NONE, ofEnd(EventRow.End::exitCode), "code")
                .word("coreDumped", false, EventFields::coreDumped, "core")
                .number("durationSeconds", Unit.NONE, EventColumns::durationSeconds, "duration")
                .number("cpuSeconds", Unit.NONE, ofEnd(EventRow.End::cpuSeconds), "time")
                .number(
                        "peakRssBytes",
                        Unit.BYTES,
                        ofEnd(EventRow.End::peakRssBytes),
                        "mem",
                        "memory",
                        "rss")
                .number("unitFailures", Unit.NONE, EventColumns::unitFailures, "failures")
                .word("aftermath", true, EventColumns::aftermath)
                .word("ownProgram", false, row -> Boolean.toString(row.program().own()), "own")
                .number("id", Unit.NONE, EventRow::id)
                .sortOnly("time", Field.number(row -> millis(EventColumns.time(row))))
                .sortOnly("startTime", Field.number(row -> millis(row.begin().time())))
                .build();
    }

    private static <T> Function<EventRow, @Nullable T> ofEnd(
            Function<EventRow.End, @Nullable T> value) {
        return row -> {
            EventRow.End end = row.end();
            return end == null ? null : value.apply(end);
        };
    }

    private static @Nullable String coreDumped(EventRow row) {
        EventRow.End end = row.end();
        return end == null ? null : Boolean.toString(end.coreDumped());
    }

    /// With the fraction, so that events of one millisecond keep their order.
    private static double millis(Instant instant) {
        return instant.getEpochSecond() * 1e3 + instant.getNano() / 1e6;
    }
}

package dev.procdeck.server.live;

import dev.procdeck.protocol.live.EventRow;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.ServiceRow;
import dev.procdeck.protocol.live.SocketRow;
import dev.procdeck.server.query.Field;
import dev.procdeck.server.query.Field.Numbers;
import dev.procdeck.server.query.Field.Texts;
import dev.procdeck.server.query.Field.Unit;
import dev.procdeck.server.query.FieldTable;
import dev.procdeck.server.query.RowFilter;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What queries and sorting see of the four kinds of rows. The names are those of the JSON items.
///
/// A key that belongs to another kind of row is understood and holds for no row, so that one search
/// box serves all of them.
public final class LiveFields {
    private final FieldTable<ProcessRow> processes;
    private final FieldTable<SocketRow> sockets;
    private final FieldTable<ServiceRow> services;
    private final FieldTable<EventRow> events = EventFields.table();

    /// @param memoryTotalBytes the host's memory; 0 while unknown
    public LiveFields(LongSupplier memoryTotalBytes) {
        processes = processFields(memoryTotalBytes);
        sockets = socketFields();
        services = serviceFields();
    }

    public FieldTable<ProcessRow> processes() {
        return processes;
    }

    public FieldTable<SocketRow> sockets() {
        return sockets;
    }

    public FieldTable<ServiceRow> services() {
        return services;
    }

    public FieldTable<EventRow> events() {
        return events;
    }

    /// @throws QueryException where the query cannot be understood
    public RowFilter<ProcessRow> processFilter(String query) {
        return check(query, RowFilter.parse(query, processes, this::knows));
    }

    /// @throws QueryException where the query cannot be understood
    public RowFilter<SocketRow> socketFilter(String query) {
        return check(query, RowFilter.parse(query, sockets, this::knows));
    }

    /// @throws QueryException where the query cannot be understood
    public RowFilter<ServiceRow> serviceFilter(String query) {
        return check(query, RowFilter.parse(query, services, this::knows));
    }

    /// @throws QueryException where the query cannot be understood
    public RowFilter<EventRow> eventFilter(String query) {
        return check(query, RowFilter.parse(query, events, this::knows));
    }

    /// A query is right or wrong whichever rows it is asked of.
    private <R> RowFilter<R> check(String query, RowFilter<R> filter) {
        RowFilter.parse(query, processes, this::knows);
        RowFilter.parse(query, sockets, this::knows);
        RowFilter.parse(query, services, this::knows);
        RowFilter.parse(query, events, this::knows);
        return filter;
    }

    private boolean knows(String key) {
        return processes.knows(key)
                || sockets.knows(key)
                || services.knows(key)
                || events.knows(key);
    }

    /// The share of the host's memory; null while the total is unknown.
    static @Nullable Double memoryPercent(long rssBytes, long totalBytes) {
        return totalBytes == 0 ? null : Math.round(rssBytes * 1000.0 / totalBytes) / 10.0;
    }

    private static FieldTable<ProcessRow> processFields(LongSupplier memoryTotalBytes) {
        return FieldTable.of(ProcessRow.class)
                .text("comm", ProcessRow::comm, "name")
                .text("cmdline", ProcessRow::cmdline, "cmd")
                .text("exe", ProcessRow::exe)
                .text("user", ProcessRow::user)
                .text("unit", ProcessRow::unit, "service")
                .text("container", ProcessRow::container)
                .digits("pid", Field.number(row -> row.key().pid()))
                .number("ppid", Unit.NONE, ProcessRow::ppid, "parent")
                .number("startTicks", Unit.NONE, row -> row.key().startTicks())
                .sortOnly("startTime", instant(ProcessRow::startTime))
                .number("uid", Unit.NONE, ProcessRow::uid)
                .word("state", false, row -> String.valueOf(row.state()))
                .number("cpuPercent", Unit.PERCENT, ProcessRow::cpuPercent, "cpu")
                .number("cpuSeconds", Unit.NONE, ProcessRow::cpuSeconds, "time")
                .number("rssBytes", Unit.BYTES, ProcessRow::rssBytes, "mem", "memory", "rss")
                .number("virtualBytes", Unit.BYTES, ProcessRow::virtualBytes, "vsz")
                .number(
                        "memoryPercent",
                        Unit.PERCENT,
                        row -> memoryPercent(row.rssBytes(), memoryTotalBytes.getAsLong()))
                .number("threads", Unit.NONE, ProcessRow::threads)
                .number("nice", Unit.NONE, ProcessRow::nice)
                .number("priority", Unit.NONE, ProcessRow::priority)
                .number("readBytesPerSecond", Unit.BYTES, ProcessRow::readBytesPerSecond, "read")
                .number("writeBytesPerSecond", Unit.BYTES, ProcessRow::writeBytesPerSecond, "write")
                .word("kernelThread", false, row -> Boolean.toString(row.kernelThread()), "kernel")
                .word("protected", false, ProcessRow::protection)
                .build();
    }

    private static FieldTable<SocketRow> socketFields() {
        Texts<SocketRow> addresses =
                (row, test) -> test.test(row.localAddress()) || test.test(row.remoteAddress());
        Texts<SocketRow> programs =
                (row, test) -> row.owners().stream().anyMatch(o -> test.test(o.program()));
        Numbers<SocketRow> pids =
                (row, test) -> row.owners().stream().anyMatch(o -> test.test(o.key().pid()));
        Numbers<SocketRow> ports =
                (row, test) -> {
                    Integer remote = row.remotePort();
                    return test.test(row.localPort()) || remote != null && test.test(remote);
                };
        return FieldTable.of(SocketRow.class)
                .texts("program", programs, "name", "comm")
                .digits("pid", pids)
                .digits("port", ports)
                .text("user", SocketRow::user)
                .text("unit", SocketRow::unit, "service")
                .word("protocol", true, SocketRow::protocol, "proto")
                .word("state", true, SocketRow::state)
                .texts("address", addresses, "addr")
                .unsearchedText("localAddress", SocketRow::localAddress, "local")
                .unsearchedText("remoteAddress", SocketRow::remoteAddress, "remote")
                .number("localPort", Unit.NONE, SocketRow::localPort, "lport")
                .number("remotePort", Unit.NONE, SocketRow::remotePort, "rport")
                .number("recvQ", Unit.BYTES, SocketRow::recvQ)
                .number("sendQ", Unit.BYTES, SocketRow::sendQ)
                .number("uid", Unit.NONE, SocketRow::uid)
                .number("inode", Unit.NONE, SocketRow::inode)
                .number("id", Unit.NONE, SocketRow::id)
                .number("rttMicros", Unit.NONE, SocketRow::rttMicros, "rtt")
                .number("retransmits", Unit.NONE, SocketRow::retransmits)
                .sortOnly("owners", pids)
                .build();
    }

    private static FieldTable<ServiceRow> serviceFields() {
        Texts<ServiceRow> states =
                (row, test) -> test.test(row.activeState()) || test.test(row.subState());
        return FieldTable.of(ServiceRow.class)
                .text("name", ServiceRow::name, "unit", "service")
                .text("description", ServiceRow::description, "desc")
                .word("manager", true, ServiceRow::manager)
                .words("state", true, states)
                .word("loadState", true, ServiceRow::loadState, "load")
                .word("activeState", false, ServiceRow::activeState, "active")
                .word("subState", false, ServiceRow::subState, "sub")
                .word("fileState", true, ServiceRow::fileState, "file", "enabled")
                .word("result", true, ServiceRow::result)
                .digits("mainPid", Field.number(ServiceRow::mainPid), "pid")
                .number("memoryBytes", Unit.BYTES, ServiceRow::memoryBytes, "mem", "memory", "rss")
                .number("cpuPercent", Unit.PERCENT, ServiceRow::cpuPercent, "cpu")
                .number("cpuSeconds", Unit.NONE, ServiceRow::cpuSeconds, "time")
                .number("tasks", Unit.NONE, ServiceRow::tasks, "threads")
                .number("restarts", Unit.NONE, ServiceRow::restarts)
                .sortOnly("since", instant(ServiceRow::since))
                .word("protected", false, ServiceRow::protection)
                .build();
    }

    private static <R> Numbers<R> instant(Function<R, @Nullable Instant> value) {
        return Field.number(row -> {
            Instant instant = value.apply(row);
            return instant == null ? null : instant.toEpochMilli();
        });
    }
}

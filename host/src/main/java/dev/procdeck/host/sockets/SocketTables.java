package dev.procdeck.host.sockets;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.sockets.SocketRow.Protocol;
import dev.procdeck.host.sockets.SocketTable.Detail;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// sock_diag, and /proc/net for each protocol that it refuses. For one thread.
final class SocketTables implements AutoCloseable {
    /// Beyond it TCP's figures are left out: they change with every packet and so do the rows, for
    /// many more than a person can look at.
    static final int MOST_WITH_TCP_FIGURES = 5_000;

    private final Optional<SocketTable> diag;
    private final SocketTable procNet;
    private Optional<String> fallbackReason;

    /// @param net a process's view of its network, such as /proc/self/net
    SocketTables(Reading<SocketTable> diag, Path net) {
        this.diag = diag.asOptional();
        this.fallbackReason = reason(diag);
        this.procNet = new ProcNetTable(net);
    }

    /// Why some or all rows come from /proc/net; empty when none does.
    Optional<String> fallbackReason() {
        return fallbackReason;
    }

    /// Adds what is made of each socket of one protocol; nothing for those of which null is made.
    /// Answers how many sockets there are.
    Reading<Integer> read(
            Protocol protocol,
            Detail detail,
            List<SocketRow> into,
            Function<SocketFields, @Nullable SocketRow> row) {
        if (diag.isPresent()) {
            int before = into.size();
            Reading<Integer> read = read(diag.get(), protocol, detail, into, row);
            if (read instanceof Reading.Value<Integer>) {
                return read;
            }
            // udp_diag may be missing while tcp_diag is there
            fallbackReason = reason(read);
            into.subList(before, into.size()).clear();
        }
        return read(procNet, protocol, detail, into, row);
    }

    private static Reading<Integer> read(
            SocketTable table,
            Protocol protocol,
            Detail detail,
            List<SocketRow> into,
            Function<SocketFields, @Nullable SocketRow> row) {
        return table.read(
                protocol,
                detail,
                fields -> {
                    SocketRow made = row.apply(fields);
                    if (made != null) {
                        into.add(made);
                    }
                });
    }

    private static Optional<String> reason(Reading<?> reading) {
        return switch (reading) {
            case Reading.Value<?> _ -> Optional.empty();
            case Reading.Denied<?>(String what) -> Optional.of(what);
            case Reading.Unsupported<?>(String what) -> Optional.of(what);
        };
    }

    @Override
    public void close() {
        diag.ifPresent(SocketTable::close);
        procNet.close();
    }
}

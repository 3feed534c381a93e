package dev.procdeck.host.sockets;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.sockets.SocketRow.Protocol;
import java.util.function.Consumer;

/// One of the kernel's two tables of sockets; both mean the same by the same fields. For one
/// thread.
interface SocketTable extends AutoCloseable {

    /// Hands every socket of one protocol to the visitor, `fields` refilled for the next. Answers
    /// how many.
    ///
    /// @param listenersOnly TCP listeners, and UDP sockets without a peer
    Reading<Integer> read(Protocol protocol, boolean listenersOnly, Consumer<SocketFields> visitor);

    @Override
    void close();
}

package dev.procdeck.host.sockets;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.sockets.SocketRow.Protocol;
import java.util.function.Consumer;

/// One of the kernel's two tables of sockets; both mean the same by the same fields. For one
/// thread.
interface SocketTable extends AutoCloseable {

    /// How much is asked for; less costs the kernel less.
    enum Detail {
        /// TCP listeners, and UDP sockets without a peer.
        LISTENERS,
        ALL,
        /// With round trip and retransmits of TCP connections, where the table knows them.
        ALL_WITH_TCP_FIGURES
    }

    /// Hands every socket of one protocol to the visitor, `fields` refilled for the next. Answers
    /// how many.
    Reading<Integer> read(Protocol protocol, Detail detail, Consumer<SocketFields> visitor);

    @Override
    void close();
}

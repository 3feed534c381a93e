package dev.procdeck.host.sockets;

import dev.procdeck.host.libc.Reading;
import java.util.List;

/// Lists the sockets of the agent's network namespace. Used from one thread.
public interface SocketSource extends AutoCloseable {

    /// Every TCP and UDP socket, all states, without a defined order.
    Reading<List<SocketRow>> listSockets();

    /// TCP listeners, and UDP sockets without a peer; the kernel filters, so it is far cheaper.
    Reading<List<SocketRow>> listListeners();

    @Override
    void close();
}

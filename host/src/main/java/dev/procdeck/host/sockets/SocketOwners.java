package dev.procdeck.host.sockets;

import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import java.util.List;

/// Tells which processes hold a socket open. For one thread.
public interface SocketOwners extends AutoCloseable {

    /// `bpf` or `procfs`, as shown to people.
    String name();

    /// Looks at the processes again. Called once for each table, after the table was read. Answers
    /// whether [#ownersOf] may tell something else of any socket than before.
    boolean refresh();

    /// Looks harder, because the table holds sockets that [#ownersOf] does not know. Answers
    /// whether it did.
    boolean search();

    /// The holders of the socket with this inode; empty when there is none, denied when none was
    /// found and some processes could not be looked into.
    Reading<List<SocketOwner>> ownersOf(long inode);

    @Override
    void close();
}

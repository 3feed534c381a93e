package dev.procdeck.host.sockets;

import dev.procdeck.host.libc.FileStatus;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.processes.UserNames;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.sockets.SocketRow.Protocol;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import dev.procdeck.host.sockets.SocketTable.Detail;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The TCP and UDP sockets that a few processes hold, on hosts where a list of all takes seconds.
///
/// The processes' own descriptors name the inodes, and sockfs the protocol of each: a process
/// without such sockets costs no look at the kernel's tables, and one that only listens a look at
/// the listeners, which are few. Only connections take a pass over all sockets of their protocol,
/// of which nothing is kept but what was looked for. Thread-safe; one pass at a time.
public final class HeldSockets {
    private static final Reading<String> NO_UNIT = Reading.unsupported("not looked for");

    private final ProcFs proc;
    private final UserNames users;
    private final Supplier<Reading<SocketTable>> openDiag;
    private final ReentrantLock onePass = new ReentrantLock();

    /// Over this host.
    public HeldSockets(ProcFs proc) {
        this(proc, DiagTable::open);
    }

    HeldSockets(ProcFs proc, Supplier<Reading<SocketTable>> openDiag) {
        this.proc = proc;
        this.users = new UserNames(Path.of("/etc/passwd"));
        this.openDiag = openDiag;
    }

    /// What was found.
    ///
    /// @param rows in no order; the owners of each are those of the processes that were asked for
    /// @param missing why there may be more: something that was denied or is unsupported; null when
    ///   these are all
    public record Held(List<SocketRow> rows, @Nullable Reading<?> missing) {}

    /// The sockets in the processes' own network namespaces and in the agent's. Those that are in
    /// no table (neither bound nor connected) are left out, and processes that ended too.
    public Held find(Collection<ProcessIdentity> processes) {
        WantedSockets wanted = new WantedSockets(proc);
        processes.forEach(wanted::addSocketsOf);
        Pass pass = new Pass(wanted);
        onePass.lock();
        try {
            users.refresh();
            for (int pid : representativesOfOtherNetworks(processes)) {
                pass.run(Reading.unsupported("another network namespace"), pid + "/net");
            }
            if (!wanted.isEmpty()) {
                pass.run(openDiag.get(), "self/net");
            }
        } finally {
            onePass.unlock();
        }
        return new Held(List.copyOf(pass.rows), pass.failure);
    }

    /// One process for each network namespace that is not the agent's.
    private Collection<Integer> representativesOfOtherNetworks(
            Collection<ProcessIdentity> processes) {
        FileStatus status = new FileStatus();
        Map<Long, Integer> pids = new HashMap<>();
        if (status.read(proc.files().fd(), "self/ns/net") != 0) {
            return List.of();
        }
        long own = status.inode;
        for (ProcessIdentity process : processes) {
            if (status.read(proc.files().fd(), process.pid() + "/ns/net") == 0) {
                pids.putIfAbsent(status.inode, process.pid());
            }
        }
        pids.remove(own);
        return pids.values();
    }

    /// Takes what is wanted out of the tables of one network namespace after the other.
    private final class Pass {
        private final WantedSockets wanted;
        private final InterfaceNames interfaces = new InterfaceNames();
        private final List<SocketRow> rows = new ArrayList<>();
        private @Nullable Reading<?> failure;

        Pass(WantedSockets wanted) {
            this.wanted = wanted;
            this.failure = wanted.failure();
        }

        void run(Reading<SocketTable> diag, String net) {
            try (SocketTables tables = new SocketTables(diag, proc.files().root().resolve(net))) {
                for (Protocol protocol : Protocol.values()) {
                    if (!wanted.of(protocol).isEmpty()) {
                        search(tables, protocol);
                    }
                }
            }
        }

        /// No further than it must.
        private void search(SocketTables tables, Protocol protocol) {
            Map<Long, List<SocketOwner>> inodes = wanted.of(protocol);
            Map<Long, SocketRow> found = new HashMap<>();
            Reading<Integer> listed = read(tables, protocol, Detail.LISTENERS, found);
            if (found.size() < inodes.size()) {
                listed = read(tables, protocol, Detail.ALL, found);
            }
            if (isTcp(protocol)
                    && found.values().stream().anyMatch(row -> row.state() != SocketState.LISTEN)
                    && listed instanceof Reading.Value<Integer>(Integer all)
                    && all <= SocketTables.MOST_WITH_TCP_FIGURES) {
                listed = read(tables, protocol, Detail.ALL_WITH_TCP_FIGURES, found);
            }
            if (!(listed instanceof Reading.Value<Integer>)) {
                failure = listed;
            }
            rows.addAll(found.values());
            found.keySet().forEach(wanted::remove);
        }

        private Reading<Integer> read(
                SocketTables tables, Protocol protocol, Detail detail, Map<Long, SocketRow> found) {
            Map<Long, List<SocketOwner>> inodes = wanted.of(protocol);
            List<SocketRow> read = new ArrayList<>();
            Reading<Integer> listed =
                    tables.read(
                            protocol,
                            detail,
                            read,
                            fields -> {
                                List<SocketOwner> owners = inodes.get(fields.inode);
                                return owners == null
                                        ? null
                                        : fields.row(
                                                users, interfaces, Reading.of(owners), NO_UNIT);
                            });
            read.forEach(row -> found.put(row.inode(), row));
            return listed;
        }

        private static boolean isTcp(Protocol protocol) {
            return protocol == Protocol.TCP || protocol == Protocol.TCP6;
        }
    }
}

package dev.procdeck.host.sockets;

import dev.procdeck.host.libc.DirectoryEntries;
import dev.procdeck.host.libc.Errno;
import dev.procdeck.host.libc.FileCalls;
import dev.procdeck.host.libc.LibcException;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.libc.SocketNames;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.procfs.PidStat;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.host.sockets.SocketRow.Protocol;
import dev.procdeck.host.sockets.SocketRow.SocketOwner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The inodes of the TCP and UDP sockets among the descriptors of some processes, by the protocols
/// in whose tables they may be. For one thread.
final class WantedSockets {
    private final ProcFs proc;
    private final Map<Protocol, Map<Long, List<SocketOwner>>> wanted =
            new EnumMap<>(Protocol.class);
    private final DirectoryEntries entries = new DirectoryEntries();
    private final byte[] link = new byte[SocketLink.BYTES];
    private @Nullable Reading<?> failure;

    WantedSockets(ProcFs proc) {
        this.proc = proc;
    }

    /// By inode, who of the processes holds it.
    Map<Long, List<SocketOwner>> of(Protocol protocol) {
        return wanted.getOrDefault(protocol, Map.of());
    }

    boolean isEmpty() {
        return wanted.values().stream().allMatch(Map::isEmpty);
    }

    /// It was found, whatever its protocol.
    void remove(long inode) {
        wanted.values().forEach(inodes -> inodes.remove(inode));
    }

    /// Why some are missing; null when none is.
    @Nullable Reading<?> failure() {
        return failure;
    }

    /// Those of one process; none when it is not this identity any more.
    void addSocketsOf(ProcessIdentity process) {
        String path = process.pid() + "/fd";
        int directory = FileCalls.open(proc.files().fd(), path, FileCalls.O_DIRECTORY);
        if (directory < 0) {
            failed(path, directory);
            return;
        }
        try {
            // After the opening: the directory stays with the process that it was opened for,
            // whoever gets the number.
            programOf(process).ifPresent(program -> addAll(directory, process, program));
        } finally {
            FileCalls.close(directory);
        }
    }

    private Optional<String> programOf(ProcessIdentity process) {
        PidStat stat = new PidStat(proc.units());
        return proc.files()
                .read(process.pid() + "/stat", PidStat.MAX_BYTES)
                .asOptional()
                .filter(bytes -> stat.parse(bytes, bytes.length))
                .filter(_ -> stat.startTicks == process.startTicks())
                .map(_ -> new String(stat.comm, 0, stat.commLength, StandardCharsets.UTF_8));
    }

    private void addAll(int directory, ProcessIdentity process, String program) {
        int count = entries.readNumbers(directory);
        if (count < 0) {
            failed(process.pid() + "/fd", count);
        }
        for (int i = 0; i < count; i++) {
            int fd = entries.number(i);
            int length = FileCalls.readLink(directory, fd, link);
            if (length < 0) {
                failed(process.pid() + "/fd/" + fd, length);
            }
            long inode = SocketLink.inodeOf(link, length);
            if (inode != 0) {
                SocketOwner owner =
                        new SocketOwner(process.pid(), process.startTicks(), program, fd);
                for (Protocol protocol : protocolsOf(SocketNames.protocolOf(directory, fd))) {
                    add(protocol, inode, owner);
                }
            }
        }
    }

    private void add(Protocol protocol, long inode, SocketOwner owner) {
        List<SocketOwner> owners =
                wanted.computeIfAbsent(protocol, _ -> new HashMap<>())
                        .computeIfAbsent(inode, _ -> new ArrayList<>());
        // A process that holds it by several descriptors is one owner.
        if (owners.stream().noneMatch(other -> other.pid() == owner.pid())) {
            owners.add(owner);
        }
    }

    /// Where a socket may be listed. Connections of MPTCP are those of TCP beneath; a kernel that
    /// does not tell leaves all.
    private static Set<Protocol> protocolsOf(@Nullable String name) {
        return switch (name) {
            case null -> Set.of(Protocol.values());
            case "TCP" -> Set.of(Protocol.TCP);
            case "TCPv6" -> Set.of(Protocol.TCP6);
            case "UDP" -> Set.of(Protocol.UDP);
            case "UDPv6" -> Set.of(Protocol.UDP6);
            case "MPTCP", "MPTCPv6" -> Set.of(Protocol.TCP, Protocol.TCP6);
            default -> Set.of();
        };
    }

    /// What is gone is not missing.
    private void failed(String path, int result) {
        switch (Errno.kindOf(-result)) {
            case GONE -> {}
            case DENIED -> failure = Reading.denied(path);
            case UNSUPPORTED -> failure = Reading.unsupported(path);
            case FAILURE -> throw new LibcException(path, result);
        }
    }
}

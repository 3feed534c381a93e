package dev.procdeck.agent.socket;

import dev.procdeck.agent.Console;
import dev.procdeck.host.libc.PeerCredentials;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Listens on the Unix socket and lets in whom it was made for. Thread-safe.
public final class AgentSocket implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 8;

    private final Path path;
    private final Set<Integer> uids;
    private final Guests guests;
    private final Console console;
    private final ServerSocketChannel channel;
    private final AtomicInteger open = new AtomicInteger();

    /// Who takes the connections that were let in.
    @FunctionalInterface
    public interface Guests {
        /// Takes over an open channel; `leave` is run once when it is closed.
        void enter(SocketChannel channel, PeerCredentials peer, Runnable leave);
    }

    /// Makes the socket. The directory must exist or be makeable; what stands at the path and is no
    /// socket is left alone and an error.
    ///
    /// @param uids who may connect
    /// @param gid the group that may reach the socket; null for the owner alone
    public static AgentSocket open(
            Path path, Set<Integer> uids, @Nullable Integer gid, Guests guests, Console console)
            throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(path + " has no directory");
        }
        Files.createDirectories(
                directory,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        boolean closedToOthers =
                !Files.getPosixFilePermissions(directory).stream()
                        .anyMatch(permission -> permission.name().startsWith("OTHERS_"));
        if (!closedToOthers) {
            throw new IOException(directory + " is open to others");
        }
        removeOld(path);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path));
            if (gid != null) {
                Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
            }
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(gid == null ? "rw-------" : "rw-rw----"));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new AgentSocket(path, uids, guests, console, channel);
    }

    private AgentSocket(
            Path path,
            Set<Integer> uids,
            Guests guests,
            Console console,
            ServerSocketChannel channel) {
        this.path = path;
        this.uids = Set.copyOf(uids);
        this.guests = guests;
        this.console = console;
        this.channel = channel;
    }

    /// Lets peers in until closed; runs on the caller's thread.
    public void acceptAll() throws IOException {
        while (true) {
            SocketChannel peer;
            try {
                peer = channel.accept();
            } catch (AsynchronousCloseException _) {
                return;
            } catch (ClosedChannelException _) {
                return;
            }
            admit(peer);
        }
    }

    private void admit(SocketChannel peer) throws IOException {
        try {
            PeerCredentials who = PeerCredentials.of(peer);
            if (!uids.contains(who.uid())) {
                console.log("refused a connection from uid " + who.uid() + ", pid " + who.pid());
                peer.close();
            } else if (open.incrementAndGet() > MAX_CONNECTIONS) {
                open.decrementAndGet();
                console.log("refused a connection: " + MAX_CONNECTIONS + " are open");
                peer.close();
            } else {
                guests.enter(peer, who, open::decrementAndGet);
            }
        } catch (IOException e) {
            console.log("refused a connection of unknown origin", e);
            peer.close();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(path);
    }

    /// A socket that an agent before left behind, and nothing else.
    private static void removeOld(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        boolean socket = mode instanceof Integer bits && (bits & 0170000) == 0140000;
        if (!socket) {
            throw new IOException(path + " is there already and no socket");
        }
        Files.delete(path);
    }
}

package dev.procdeck.host.systemd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Stands between a client and the real bus, and misbehaves when told to.
final class BusProxy implements AutoCloseable {
    enum Behaviour {
        HONEST,
        /// Takes what is said and answers nothing.
        SILENT,
        /// Answers with noise.
        NOISE
    }

    private final Path path;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    volatile Behaviour behaviour = Behaviour.HONEST;

    BusProxy(Path path) throws IOException {
        this.path = path;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        Thread.ofPlatform().daemon().name("proxy-accept").start(this::accept);
    }

    /// Ends every connection, as a bus that is restarted does.
    void drop() {
        open.forEach(BusProxy::close);
        open.clear();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                SocketChannel bus = SocketChannel.open(StandardProtocolFamily.UNIX);
                bus.connect(UnixDomainSocketAddress.of(Systemd.SYSTEM_BUS));
                open.add(client);
                open.add(bus);
                Thread.ofPlatform().daemon().name("proxy").start(() -> copy(client, bus, false));
                Thread.ofPlatform().daemon().name("proxy").start(() -> copy(bus, client, true));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void copy(SocketChannel from, SocketChannel to, boolean answers) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                if (behaviour == Behaviour.SILENT && answers) {
                    continue;
                }
                if (behaviour == Behaviour.NOISE && answers) {
                    ThreadLocalRandom.current().nextBytes(buffer.array());
                }
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
        } catch (IOException _) {
            // Dropped.
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        drop();
        Files.deleteIfExists(path);
    }
}

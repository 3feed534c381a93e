package dev.procdeck.host.sockets;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/// Real sockets of every kind on loopback; all are closed at the end.
final class TestSockets implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    final Set<Integer> ports = new HashSet<>();

    ServerSocket listener;
    Socket unread;
    Socket waiting;
    ServerSocket dualStack;
    Socket mapped;
    ServerSocketChannel twinOne;
    ServerSocketChannel twinTwo;
    DatagramSocket udp;
    DatagramSocket connectedUdp;
    DatagramSocket udp6;
    DatagramChannel udp4;
    int timeWaitPort;
    int timeWaitPeerPort;
    Process sharer;

    static TestSockets open() throws IOException {
        var sockets = new TestSockets();
        try {
            sockets.fill();
            return sockets;
        } catch (IOException | RuntimeException e) {
            sockets.close();
            throw e;
        }
    }

    private void fill() throws IOException {
        InetAddress v4 = InetAddress.getByName("127.0.0.1");
        InetAddress v6 = InetAddress.getByName("::1");
        listener = keep(new ServerSocket());
        listener.bind(new InetSocketAddress(v4, 0), 7);
        ports.add(listener.getLocalPort());
        unread = keep(new Socket(v4, listener.getLocalPort()));
        keep(listener.accept());
        unread.getOutputStream().write(new byte[1000]);
        waiting = keep(new Socket(v4, listener.getLocalPort()));
        ports.add(unread.getLocalPort());
        ports.add(waiting.getLocalPort());

        dualStack = keep(new ServerSocket(0, 5, InetAddress.getByName("::")));
        mapped = keep(new Socket(v4, dualStack.getLocalPort()));
        keep(dualStack.accept());
        keep(new Socket(v6, dualStack.getLocalPort()));
        keep(dualStack.accept());
        ports.add(dualStack.getLocalPort());
        ports.add(mapped.getLocalPort());

        twinOne = twin(new InetSocketAddress(v4, 0));
        twinTwo = twin((InetSocketAddress) twinOne.getLocalAddress());
        ports.add(twinOne.socket().getLocalPort());

        udp = keep(new DatagramSocket(0, v4));
        udp6 = keep(new DatagramSocket(0, v6));
        connectedUdp = keep(new DatagramSocket(0, v4));
        connectedUdp.connect(udp.getLocalSocketAddress());
        connectedUdp.send(new java.net.DatagramPacket(new byte[100], 100));
        ports.add(udp.getLocalPort());
        ports.add(udp6.getLocalPort());
        udp4 = keep(DatagramChannel.open(StandardProtocolFamily.INET));
        udp4.bind(new InetSocketAddress(v4, 0));
        ports.add(udp4.socket().getLocalPort());
        ports.add(connectedUdp.getLocalPort());

        try (var server = new ServerSocket(0, 5, v4)) {
            ports.add(server.getLocalPort());
            Socket client = new Socket(v4, server.getLocalPort());
            Socket accepted = server.accept();
            timeWaitPort = client.getLocalPort();
            timeWaitPeerPort = server.getLocalPort();
            ports.add(timeWaitPort);
            client.close();
            accepted.close();
        }

        // bash and its two sleeps hold the same connection
        sharer =
                new ProcessBuilder(
                                "bash",
                                "-c",
                                "exec 3<>/dev/tcp/127.0.0.1/%d; sleep 300 & sleep 300 & wait"
                                        .formatted(dualStack.getLocalPort()))
                        .start();
        open.push(() -> {
            sharer.descendants().forEach(ProcessHandle::destroyForcibly);
            sharer.destroyForcibly();
        });
        Socket shared = keep(dualStack.accept());
        ports.add(shared.getPort());
        for (int i = 0; i < 500 && sharer.descendants().count() < 2; i++) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private ServerSocketChannel twin(InetSocketAddress address) throws IOException {
        var channel = keep(ServerSocketChannel.open(StandardProtocolFamily.INET));
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        channel.bind(address, 3);
        return channel;
    }

    private <T extends AutoCloseable> T keep(T socket) {
        open.push(socket);
        return socket;
    }

    @Override
    public void close() {
        open.forEach(socket -> {
            try {
                socket.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }
}

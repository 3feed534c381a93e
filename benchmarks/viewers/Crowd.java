import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;

/// Many viewers in one thread: `Crowd PORT COOKIES VIEWERS STALLED WARM-UP SECONDS AGENT-PID SERVER-PID`.
///
/// Opens the streams, five for each session in the file COOKIES, lets some of them stop reading, and prints one line of
/// figures about what the others got and what both halves of the program used meanwhile. What this program uses itself is not in them, but
/// it shares the machine, so the lateness is an upper bound.
public final class Crowd {
    private static final int STREAMS_PER_SESSION = 5;
    private static final int STREAMS_PER_ADDRESS = 200;
    private static final int OPENING_AT_ONCE = 20;

    private final Selector selector;
    private final List<Viewer> viewers = new ArrayList<>();
    private final SSLContext tls;
    private final int port;
    private final List<String> cookies;

    private Crowd(int port, List<String> cookies) throws Exception {
        this.port = port;
        this.cookies = cookies;
        this.selector = Selector.open();
        this.tls = SSLContext.getInstance("TLSv1.3");
        tls.init(null, new TrustManager[] {new TrustsAnyServer()}, new SecureRandom());
    }

    public static void main(String[] args) throws Exception {
        int wanted = Integer.parseInt(args[2]);
        int stalled = Integer.parseInt(args[3]);
        int warmUpSeconds = Integer.parseInt(args[4]);
        int seconds = Integer.parseInt(args[5]);
        Usage agent = new Usage(args[6]);
        Usage server = new Usage(args[7]);
        Crowd crowd = new Crowd(Integer.parseInt(args[0]), Files.readAllLines(Path.of(args[1])));
        crowd.open(wanted, wanted + stalled);
        for (Viewer viewer : crowd.viewers.subList(wanted, wanted + stalled)) {
            viewer.stall();
        }
        crowd.run(warmUpSeconds);
        crowd.viewers.forEach(Viewer::reset);
        long began = System.nanoTime();
        double agentSeconds = agent.cpuSeconds();
        double serverSeconds = server.cpuSeconds();
        crowd.run(seconds);
        double elapsed = (System.nanoTime() - began) / 1e9;
        double agentCores = (agent.cpuSeconds() - agentSeconds) / elapsed;
        double serverCores = (server.cpuSeconds() - serverSeconds) / elapsed;
        int open = server.sockets();
        crowd.report(wanted, stalled, elapsed, agentCores, serverCores);
        System.out.printf(
                " agentPssMiB=%.0f serverPssMiB=%.0f serverDescriptors=%d%n",
                agent.pssMiB(), server.pssMiB(), open);
    }

    /// A few at a time, as a crowd comes; a handshake costs the server milliseconds.
    private void open(int wanted, int count) throws IOException {
        while (viewers.size() < count) {
            for (int i = 0; i < OPENING_AT_ONCE && viewers.size() < count; i++) {
                viewers.add(connect(viewers.size(), viewers.size() >= wanted));
            }
            long deadline = System.nanoTime() + 60_000_000_000L;
            while (!viewers.stream().allMatch(Viewer::isDecided)) {
                turn(50);
                if (System.nanoTime() > deadline) {
                    throw new IOException("the streams did not open");
                }
            }
        }
        long refused = viewers.stream().filter(Viewer::isClosed).count();
        if (refused > 0) {
            throw new IOException(refused + " streams were refused: " + viewers.getFirst().head());
        }
    }

    private Viewer connect(int index, boolean willStall) throws IOException {
        SocketChannel channel = SocketChannel.open();
        if (willStall) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        }
        channel.bind(new InetSocketAddress("127.0.1." + (1 + index / STREAMS_PER_ADDRESS), 0));
        channel.connect(new InetSocketAddress("127.0.0.1", port));
        channel.configureBlocking(false);
        SSLEngine engine = tls.createSSLEngine("localhost", port);
        engine.setUseClientMode(true);
        Viewer viewer = new Viewer(channel, engine);
        viewer.begin(
                channel.register(selector, SelectionKey.OP_READ, viewer),
                "GET /api/v1/stream?topics=resources,processes,operations HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nAccept-Encoding: gzip\r\nCookie: " + cookies.get(index / STREAMS_PER_SESSION)
                        + "\r\n\r\n");
        return viewer;
    }

    private void run(int seconds) throws IOException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            turn(Math.max(1, left / 1_000_000));
        }
    }

    private void turn(long millis) throws IOException {
        selector.select(
                key -> {
                    Viewer viewer = (Viewer) key.attachment();
                    viewer.read();
                },
                millis);
    }

    private void report(int wanted, int stalled, double elapsed, double agentCores, double serverCores) {
        List<Viewer> healthy = viewers.subList(0, wanted);
        long bytes = healthy.stream().mapToLong(Viewer::bytes).sum();
        long dropped = healthy.stream().filter(Viewer::isClosed).count();
        long[] late = healthy.stream().flatMapToLong(Viewer::late).sorted().toArray();
        long full = healthy.stream().mapToLong(Viewer::wholeTables).sum();
        System.out.printf(
                "viewers=%d stalled=%d seconds=%.0f agentCores=%.4f serverCores=%.4f bytesPerViewerAndSecond=%.0f"
                        + " events=%d wholeTables=%d lateP50Ms=%d lateP99Ms=%d lateMaxMs=%d healthyDropped=%d",
                wanted, stalled, elapsed, agentCores, serverCores, bytes / elapsed / Math.max(1, wanted), late.length,
                full, at(late, 0.50), at(late, 0.99), at(late, 1), dropped);
    }

    private static long at(long[] sorted, double share) {
        return sorted.length == 0 ? -1 : sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }
}

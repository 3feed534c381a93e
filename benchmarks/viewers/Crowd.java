import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

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
        tls.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
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
            while (!viewers.stream().allMatch(viewer -> viewer.greeted || viewer.closed)) {
                turn(50);
                if (System.nanoTime() > deadline) {
                    throw new IOException("the streams did not open");
                }
            }
        }
        long refused = viewers.stream().filter(viewer -> viewer.closed).count();
        if (refused > 0) {
            throw new IOException(refused + " streams were refused: " + viewers.getFirst().head);
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
        Viewer viewer = new Viewer(channel, engine, cookies.get(index / STREAMS_PER_SESSION));
        viewer.key = channel.register(selector, SelectionKey.OP_READ, viewer);
        viewer.begin(
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
        long bytes = healthy.stream().mapToLong(viewer -> viewer.bytes).sum();
        long dropped = healthy.stream().filter(viewer -> viewer.closed).count();
        long[] late = healthy.stream().flatMapToLong(viewer -> Arrays.stream(viewer.late, 0, viewer.lateCount))
                .sorted().toArray();
        long full = healthy.stream().mapToLong(viewer -> viewer.fulls).sum();
        System.out.printf(
                "viewers=%d stalled=%d seconds=%.0f agentCores=%.4f serverCores=%.4f bytesPerViewerAndSecond=%.0f"
                        + " events=%d wholeTables=%d lateP50Ms=%d lateP99Ms=%d lateMaxMs=%d healthyDropped=%d",
                wanted, stalled, elapsed, agentCores, serverCores, bytes / elapsed / Math.max(1, wanted), late.length,
                full, at(late, 0.50), at(late, 0.99), at(late, 1), dropped);
    }

    private static long at(long[] sorted, double share) {
        return sorted.length == 0 ? -1 : sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }

    /// What a process used, from /proc.
    private record Usage(String pid) {
        double cpuSeconds() throws IOException {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
        }

        double pssMiB() throws IOException {
            for (String line : Files.readAllLines(Path.of("/proc", pid, "smaps_rollup"))) {
                if (line.startsWith("Pss:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
                }
            }
            return Double.NaN;
        }

        int sockets() throws IOException {
            try (var open = Files.list(Path.of("/proc", pid, "fd"))) {
                return (int) open.count();
            }
        }
    }

    /// One stream: TLS, HTTP chunks, gzip and events, as far as is needed to know when what came.
    private static final class Viewer {
        private final SocketChannel channel;
        private final SSLEngine engine;
        private final Events events = new Events(this);
        private final ByteBuffer in;
        private final ByteBuffer plain;
        private SelectionKey key;
        private String head = "";
        private boolean greeted;
        private boolean closed;
        private long bytes;
        private long[] late = new long[256];
        private int lateCount;
        private int fulls;
        private String request = "";

        Viewer(SocketChannel channel, SSLEngine engine, String cookie) {
            this.channel = channel;
            this.engine = engine;
            this.in = ByteBuffer.allocate(engine.getSession().getPacketBufferSize() * 2);
            this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize() * 2);
        }

        void begin(String text) throws IOException {
            request = text;
            engine.beginHandshake();
            advance();
        }

        void stall() {
            key.interestOps(0);
        }

        void reset() {
            bytes = 0;
            lateCount = 0;
            fulls = 0;
        }

        void came(String name, long millis, boolean full) {
            if (name.equals("hello")) {
                greeted = true;
            } else if (millis > 0) {
                if (lateCount == late.length) {
                    late = Arrays.copyOf(late, 2 * lateCount);
                }
                late[lateCount++] = System.currentTimeMillis() - millis;
                fulls += full && name.equals("processes") ? 1 : 0;
            }
        }

        void read() {
            try {
                int count = channel.read(in);
                if (count < 0) {
                    close();
                    return;
                }
                bytes += count;
                advance();
            } catch (IOException e) {
                head = head.isEmpty() ? e.toString() : head;
                close();
            }
        }

        private void close() {
            closed = true;
            key.cancel();
            try {
                channel.close();
            } catch (IOException e) {
                // It is gone either way.
            }
        }

        private void advance() throws IOException {
            while (true) {
                switch (engine.getHandshakeStatus()) {
                    case NEED_WRAP -> write(ByteBuffer.allocate(0));
                    case NEED_TASK -> {
                        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                            task.run();
                        }
                    }
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> {
                        if (engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING && !request.isEmpty()) {
                            String text = request;
                            request = "";
                            write(ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
                        }
                        in.flip();
                        var result = engine.unwrap(in, plain);
                        in.compact();
                        plain.flip();
                        if (plain.hasRemaining()) {
                            events.take(plain);
                        }
                        plain.clear();
                        switch (result.getStatus()) {
                            case BUFFER_UNDERFLOW -> {
                                return;
                            }
                            case CLOSED -> {
                                close();
                                return;
                            }
                            default -> {}
                        }
                    }
                }
            }
        }

        private void write(ByteBuffer text) throws IOException {
            ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            do {
                engine.wrap(text, out);
                out.flip();
                while (out.hasRemaining()) {
                    channel.write(out);
                }
                out.clear();
            } while (text.hasRemaining());
        }
    }

    private static final class TrustsAll extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /// Takes the bytes of an answer apart: head, chunks, gzip, events. Of an event only its beginning is kept.
    private static final class Events {
        private static final int PREFIX = 400;
        private static final java.util.regex.Pattern NAME = java.util.regex.Pattern.compile("^event: (\\w+)");
        private static final java.util.regex.Pattern TIME = java.util.regex.Pattern.compile("\"time\":\"([^\"]+)\"");

        private final Viewer viewer;
        private final StringBuilder line = new StringBuilder();
        private final java.util.zip.Inflater inflater = new java.util.zip.Inflater(true);
        private final byte[] text = new byte[16 * 1024];
        private final StringBuilder event = new StringBuilder();
        private boolean inBody;
        private int chunkLeft;
        private int gzipHeadLeft = 10;
        private boolean lastWasNewline;

        Events(Viewer viewer) {
            this.viewer = viewer;
        }

        void take(ByteBuffer plain) throws IOException {
            while (plain.hasRemaining()) {
                if (chunkLeft > 0) {
                    int size = Math.min(chunkLeft, plain.remaining());
                    body(plain.array(), plain.position(), size);
                    plain.position(plain.position() + size);
                    chunkLeft -= size;
                } else {
                    char c = (char) plain.get();
                    if (c == '\n') {
                        line();
                    } else if (c != '\r') {
                        line.append(c);
                    }
                }
            }
        }

        private void line() throws IOException {
            String now = line.toString();
            line.setLength(0);
            if (inBody) {
                chunkLeft = now.isEmpty() ? 0 : Integer.parseInt(now, 16);
                return;
            }
            if (viewer.head.isEmpty()) {
                viewer.head = now;
                if (!now.contains(" 200")) {
                    throw new IOException(now);
                }
            }
            inBody = now.isEmpty();
        }

        private void body(byte[] bytes, int offset, int size) throws IOException {
            int skip = Math.min(gzipHeadLeft, size);
            gzipHeadLeft -= skip;
            inflater.setInput(bytes, offset + skip, size - skip);
            try {
                for (int count = inflater.inflate(text); count > 0; count = inflater.inflate(text)) {
                    scan(count);
                }
            } catch (java.util.zip.DataFormatException e) {
                throw new IOException(e);
            }
        }

        private void scan(int count) {
            for (int i = 0; i < count; i++) {
                byte b = text[i];
                if (b == '\n' && lastWasNewline) {
                    end();
                    lastWasNewline = false;
                    continue;
                }
                lastWasNewline = b == '\n';
                if (event.length() < PREFIX) {
                    event.append((char) b);
                }
            }
        }

        private void end() {
            var name = NAME.matcher(event);
            var time = TIME.matcher(event);
            if (name.find()) {
                boolean found = time.find() && !name.group(1).equals("operations");
                viewer.came(
                        name.group(1),
                        found ? java.time.Instant.parse(time.group(1)).toEpochMilli() : 0,
                        event.indexOf("\"full\":true") > 0);
            }
            event.setLength(0);
        }
    }
}

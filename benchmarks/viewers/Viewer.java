import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.LongStream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/// One stream: TLS, HTTP chunks, gzip and events, as far as is needed to know when what came.
final class Viewer {
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
    private int wholeTables;
    private String request = "";

    Viewer(SocketChannel channel, SSLEngine engine) {
        this.channel = channel;
        this.engine = engine;
        this.in = ByteBuffer.allocate(engine.getSession().getPacketBufferSize() * 2);
        this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize() * 2);
    }

    /// Sends the request as soon as both sides have agreed on keys.
    void begin(SelectionKey registered, String text) throws IOException {
        key = registered;
        request = text;
        engine.beginHandshake();
        advance();
    }

    /// Reads nothing from now on.
    void stall() {
        key.interestOps(0);
    }

    /// Begins to count anew.
    void reset() {
        bytes = 0;
        lateCount = 0;
        wholeTables = 0;
    }

    /// Whether the stream has begun, or was refused.
    boolean isDecided() {
        return greeted || closed;
    }

    boolean isClosed() {
        return closed;
    }

    /// What the server said first, or why there is nothing.
    String head() {
        return head;
    }

    /// On the wire, TLS included.
    long bytes() {
        return bytes;
    }

    /// For each event, how many milliseconds after its tick it was read.
    LongStream late() {
        return Arrays.stream(late, 0, lateCount);
    }

    int wholeTables() {
        return wholeTables;
    }

    void answered(String statusLine) throws IOException {
        head = statusLine;
        if (!statusLine.contains(" 200")) {
            throw new IOException(statusLine);
        }
    }

    void came(String name, long millis, boolean full) {
        if (name.equals("hello")) {
            greeted = true;
        } else if (millis > 0) {
            if (lateCount == late.length) {
                late = Arrays.copyOf(late, 2 * lateCount);
            }
            late[lateCount++] = System.currentTimeMillis() - millis;
            wholeTables += full && name.equals("processes") ? 1 : 0;
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
                        write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
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

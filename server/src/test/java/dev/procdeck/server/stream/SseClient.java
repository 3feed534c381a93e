package dev.procdeck.server.stream;

import dev.procdeck.server.testing.Browser;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A viewer over a socket of its own, which can stop reading.
final class SseClient implements AutoCloseable {
    /// One event.
    record Event(String name, String data) {
        JsonNode json() {
            return JsonMapper.shared().readTree(data);
        }
    }

    private final SSLSocket socket;
    private final int status;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ReentrantLock reading = new ReentrantLock();

    private SseClient(SSLSocket socket, int status, InputStream body) {
        this.socket = socket;
        this.status = status;
        Thread.ofVirtual().start(() -> readAll(body));
    }

    static SseClient open(int port, Browser browser, String topics, boolean compressed) {
        return open(port, browser, topics, compressed, 0);
    }

    /// @param receiveBufferBytes how much the kernel takes for a client that does not read; 0 for
    ///   the usual
    static SseClient open(
            int port, Browser browser, String topics, boolean compressed, int receiveBufferBytes) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {Browser.trustsAll()}, null);
            Socket plain = new Socket();
            if (receiveBufferBytes > 0) {
                plain.setReceiveBufferSize(receiveBufferBytes);
            }
            plain.connect(new InetSocketAddress("127.0.0.1", port));
            SSLSocket socket =
                    (SSLSocket)
                            context.getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("GET /api/v1/stream?topics="
                                    + topics
                                    + " HTTP/1.1\r\nHost: 127.0.0.1:"
                                    + port
                                    + "\r\nCookie: __Host-session="
                                    + browser.cookie("__Host-session")
                                    + (compressed ? "\r\nAccept-Encoding: gzip" : "")
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            String head = line(in);
            boolean gzip = false;
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                gzip |= header.equalsIgnoreCase("content-encoding: gzip");
            }
            int status = Integer.parseInt(head.split(" ")[1]);
            InputStream body = status == 200 ? new Chunks(in) : InputStream.nullInputStream();
            return new SseClient(
                    socket,
                    status,
                    gzip && status == 200 ? new Unready(new GZIPInputStream(body, 1)) : body);
        } catch (IOException | java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    int status() {
        return status;
    }

    /// The next event of this name; others are skipped.
    Event next(String name) {
        try {
            while (true) {
                Event event = events.poll(20, TimeUnit.SECONDS);
                if (event == null) {
                    throw new AssertionError("no event " + name + " in 20 seconds");
                }
                if (event.name().equals(name)) {
                    return event;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean has(String name) {
        return events.stream().anyMatch(event -> event.name().equals(name));
    }

    Iterable<Event> events() {
        return events;
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    void awaitEnd() {
        try {
            if (!ended.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("the stream did not end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void stall() {
        reading.lock();
    }

    void resume() {
        reading.unlock();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void readAll(InputStream body) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8), 512)) {
            String name = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reading.lock();
                reading.unlock();
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(name, line.substring(6)));
                }
            }
        } catch (IOException _) {
            // Closed by either side.
        } finally {
            ended.countDown();
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the answer ended");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /// A gzip stream says that it is ready when it is not, and a reader would wait for more.
    private static final class Unready extends FilterInputStream {
        Unready(InputStream in) {
            super(in);
        }

        @Override
        public int available() {
            return 0;
        }
    }

    /// The body of a chunked answer.
    private static final class Chunks extends InputStream {
        private final InputStream in;
        private int left;

        Chunks(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                left = Integer.parseInt(line(in), 16);
                if (left == 0) {
                    return -1;
                }
            }
            int got = in.read(buffer, offset, Math.min(left, length));
            if (got < 0) {
                return -1;
            }
            left -= got;
            if (left == 0) {
                line(in);
            }
            return got;
        }

        @Override
        public int available() {
            return 0;
        }
    }
}

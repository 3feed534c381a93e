package dev.procdeck.server.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.time.Duration;

/// A request whose body ends in an error beyond the limit, also when its length was not declared,
/// and when it has not come whole after a while: a client that sends a byte now and then would hold
/// a connection for ever (R4).
final class BodyLimit extends HttpServletRequestWrapper {
    /// The largest body any route takes.
    static final int MAX_BYTES = 64 * 1024;

    /// How long a body may take to come, from when it is first asked for: a server that is busy and
    /// reads late must not blame its client.
    static final Duration MAX_TIME = Duration.ofSeconds(10);

    BodyLimit(HttpServletRequest request) {
        super(request);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new Counting(super.getInputStream());
    }

    /// More bytes came than any route takes.
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /// The body did not come in time.
    static final class TooSlow extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Counting extends ServletInputStream {
        private final ServletInputStream body;
        private long startNanos;
        private boolean started;
        private int read;

        Counting(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            start();
            int next = body.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            start();
            int got = body.read(buffer, offset, length);
            count(Math.max(0, got));
            return got;
        }

        private void start() {
            if (!started) {
                started = true;
                startNanos = System.nanoTime();
            }
        }

        private void count(int more) throws TooLarge, TooSlow {
            read += more;
            if (more > 0 && System.nanoTime() - startNanos > MAX_TIME.toNanos()) {
                throw new TooSlow();
            }
            if (read > MAX_BYTES) {
                throw new TooLarge();
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}

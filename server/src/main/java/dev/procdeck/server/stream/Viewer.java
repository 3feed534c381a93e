package dev.procdeck.server.stream;

import dev.procdeck.protocol.live.Topic;
import dev.procdeck.server.http.ClientConnection;
import dev.procdeck.server.live.EncodedEvent;
import dev.procdeck.server.live.TopicEvent;
import dev.procdeck.server.security.Actor;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One open stream. Thread-safe; no method waits for the client.
final class Viewer implements WriteListener {
    /// What a gzip stream begins with; the events' deflate blocks follow.
    private static final byte[] GZIP_HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final Actor actor;
    private final Set<Topic> topics;
    private final boolean operations;
    private final AsyncContext context;
    private final ServletOutputStream out;
    private final boolean compressed;
    private final Outflow outflow;
    private final Consumer<Viewer> onEnd;
    private final ClientConnection connection;
    private final ReentrantLock lock = new ReentrantLock();

    private boolean listening;
    private boolean headSent;
    private boolean unflushed;
    private EncodedEvent.@Nullable Pieces pieces;
    private boolean ending;
    private boolean done;
    private boolean ended;
    private volatile long lastWriteNanos = System.nanoTime();
    private volatile boolean blocked;

    /// @param operations whether news of operations and commands is wanted
    /// @param compressed whether the client takes gzip
    /// @param onEnd called once, by whichever thread sees the end
    /// @param connection what is cut when the client takes nothing any more
    Viewer(
            Actor actor,
            Set<Topic> topics,
            boolean operations,
            AsyncContext context,
            ServletOutputStream out,
            boolean compressed,
            Outflow outflow,
            Consumer<Viewer> onEnd,
            ClientConnection connection) {
        this.actor = actor;
        this.topics = topics;
        this.operations = operations;
        this.context = context;
        this.out = out;
        this.compressed = compressed;
        this.headSent = !compressed;
        this.outflow = outflow;
        this.onEnd = onEnd;
        this.connection = connection;
    }

    Actor actor() {
        return actor;
    }

    Set<Topic> topics() {
        return topics;
    }

    boolean wantsOperations() {
        return operations;
    }

    /// Nanoseconds since something was last written.
    long idleNanos() {
        return System.nanoTime() - lastWriteNanos;
    }

    /// What it gets first; before it is known to anybody else.
    void greet(EncodedEvent... first) {
        lock.lock();
        try {
            for (EncodedEvent event : first) {
                outflow.offerNews(event);
            }
        } finally {
            lock.unlock();
        }
    }

    /// For how long the client has taken nothing of what waits for it; 0 when it keeps up.
    long stalledNanos() {
        return blocked ? idleNanos() : 0;
    }

    /// Takes a frame to be sent with the next [#send].
    void hold(TopicEvent event) {
        lock.lock();
        try {
            outflow.offer(event);
        } finally {
            lock.unlock();
        }
    }

    /// Sends what waits, as far as the client takes it.
    void send() {
        update(() -> {});
    }

    void offerNews(EncodedEvent event) {
        update(() -> outflow.offerNews(event));
    }

    void restart() {
        update(outflow::restart);
    }

    /// Sends a last event and ends.
    void end(EncodedEvent last) {
        update(() -> {
            outflow.offerNews(last);
            ending = true;
        });
    }

    /// Ends at once.
    void abort() {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            if (pieces != null) {
                pieces.close();
            }
        } finally {
            lock.unlock();
        }
        onEnd.accept(this);
        try {
            context.complete();
        } catch (IllegalStateException _) {
            // The container ended it first.
        }
    }

    /// Ends at once and cuts the connection: the client takes nothing.
    void cut() {
        connection.cut();
        abort();
    }

    private void update(Runnable change) {
        boolean failed = false;
        lock.lock();
        try {
            change.run();
            drain();
        } catch (IOException | IllegalStateException _) {
            failed = true;
        } finally {
            lock.unlock();
        }
        if (failed || isDone()) {
            abort();
        }
    }

    @Override
    public void onWritePossible() {
        update(() -> listening = true);
    }

    @Override
    public void onError(Throwable cause) {
        abort();
    }

    private boolean isDone() {
        lock.lock();
        try {
            return done;
        } finally {
            lock.unlock();
        }
    }

    /// Writes for as long as the client takes. The container calls back when it takes more. After
    /// each call of `write` the stream must be asked again whether it is ready.
    private void drain() throws IOException {
        while (listening && !ended && !done) {
            blocked = !out.isReady();
            if (blocked) {
                return;
            }
            byte[] next = nextBytes();
            if (next != null) {
                out.write(next);
                unflushed = true;
                lastWriteNanos = System.nanoTime();
            } else if (unflushed) {
                unflushed = false;
                out.flush();
            } else {
                done = ending;
                return;
            }
        }
    }

    private byte @Nullable [] nextBytes() {
        if (!headSent) {
            headSent = true;
            return GZIP_HEAD;
        }
        while (true) {
            byte[] next = pieces == null ? null : pieces.next();
            if (next != null) {
                return next;
            }
            EncodedEvent event = outflow.poll();
            pieces = event == null ? null : event.pieces(compressed);
            if (pieces == null) {
                return null;
            }
        }
    }
}

package dev.procdeck.protocol.connection;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One open connection: both halves use this class.
///
/// Says its own [Hello] at once and hands every later frame of the other half, in order and on one
/// virtual thread, to its [Handler]. Closing is safe from any thread and ends both threads.
public final class Connection implements AutoCloseable {
    static final Duration GREETING_DEADLINE = Duration.ofSeconds(5);

    /// What the owner of a connection does. All calls come from the thread that reads, [#closed]
    /// last and exactly once.
    public interface Handler {
        /// The other half has said who it is.
        void greeted(Connection connection, Hello peer);

        /// A request, answer or live frame came. An exception closes the connection.
        void received(Connection connection, Frame frame) throws IOException;

        /// The connection is gone.
        ///
        /// @param cause null when one half closed it in good order
        void closed(Connection connection, @Nullable IOException cause);
    }

    private final SocketChannel channel;
    private final FrameStream frames;
    private final Hello hello;
    private final Handler handler;
    private final @Nullable LivePublisher publisher;
    private final Outbox outbox = new Outbox();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch greeted = new CountDownLatch(1);

    /// @param accepted what the other half may send
    /// @param publisher where full frames come from; null in the half that receives them
    public Connection(
            SocketChannel channel,
            Hello hello,
            Set<Frame.Kind> accepted,
            Handler handler,
            @Nullable LivePublisher publisher) {
        this.channel = channel;
        this.frames = new FrameStream(channel, accepted);
        this.hello = hello;
        this.handler = handler;
        this.publisher = publisher;
    }

    /// Starts both threads. Call once.
    public void start() {
        Thread.ofVirtual().name("connection-writer").start(this::writeAll);
        Thread.ofVirtual().name("connection-reader").start(this::readAll);
        Thread.ofVirtual().name("connection-greeting").start(this::awaitGreeting);
    }

    /// Queues one frame. A connection whose reader is dead is closed.
    ///
    /// @return false when it cannot be sent any more
    public boolean send(Frame frame) {
        boolean queued = outbox.offer(frame);
        if (!queued) {
            close();
        }
        return queued;
    }

    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            outbox.close();
            greeted.countDown();
            try {
                channel.close();
            } catch (IOException _) {
                // The descriptor is released even so.
            }
        }
    }

    Outbox outbox() {
        return outbox;
    }

    private void readAll() {
        IOException cause = null;
        try {
            Frame first = frames.read();
            if (first != null && first.kind() == Frame.Kind.HELLO) {
                handler.greeted(this, Hello.decode(first.body()));
                greeted.countDown();
                Frame frame = frames.read();
                while (frame != null) {
                    handler.received(this, frame);
                    frame = frames.read();
                }
            }
        } catch (IOException e) {
            cause = closing.get() ? null : e;
        } finally {
            close();
            handler.closed(this, cause);
        }
    }

    private void writeAll() {
        try {
            frames.write(new Frame(Frame.Kind.HELLO, 0, hello.encode()));
            Outbox.Next next = outbox.take();
            while (next != null) {
                switch (next) {
                    case Outbox.Next.Send(Frame frame) -> frames.write(frame);
                    case Outbox.Next.Fetch fetch -> {
                        if (publisher != null) {
                            publisher.fetch(this, fetch.topic());
                        }
                    }
                }
                next = outbox.take();
            }
        } catch (IOException _) {
            // The thread that reads sees the end too and reports it.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    private void awaitGreeting() {
        try {
            if (!greeted.await(GREETING_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                close();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

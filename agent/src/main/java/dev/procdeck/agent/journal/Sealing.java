package dev.procdeck.agent.journal;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Seals a journal after every 1,000 records or five minutes, whichever comes first, and when it is
/// closed; and keeps its size within bounds. One virtual thread. Thread-safe.
public final class Sealing implements AutoCloseable {
    static final long RECORDS = 1_000;
    static final Duration AGE = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Journal journal;
    private final int keepSegments;
    private final Consumer<String> publish;
    private final Consumer<IOException> trouble;
    private final Duration look;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private final Thread thread;
    private boolean closed;
    private long lastNanos;

    /// @param keepSegments how many whole segments are kept besides the one that is written
    /// @param publish is given each checkpoint's line, to be kept elsewhere
    /// @param trouble is told what could not be sealed or deleted
    public Sealing(
            Journal journal,
            int keepSegments,
            Consumer<String> publish,
            Consumer<IOException> trouble) {
        this(journal, keepSegments, publish, trouble, LOOK, System::nanoTime);
    }

    /// @param look how often it is looked whether there is something to seal or to delete
    Sealing(
            Journal journal,
            int keepSegments,
            Consumer<String> publish,
            Consumer<IOException> trouble,
            Duration look,
            LongSupplier nanoTime) {
        this.journal = journal;
        this.keepSegments = keepSegments;
        this.publish = publish;
        this.trouble = trouble;
        this.look = look;
        this.nanoTime = nanoTime;
        lastNanos = nanoTime.getAsLong();
        thread = Thread.ofVirtual().name("journal-seal").start(this::run);
    }

    /// Signs what is not yet signed.
    public void seal() {
        lock.lock();
        try {
            Optional<Checkpoint> checkpoint = journal.seal();
            checkpoint.map(Checkpoint::line).ifPresent(publish);
            lastNanos = nanoTime.getAsLong();
        } catch (IOException e) {
            trouble.accept(e);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (pause()) {
            long unsealed = journal.unsealed();
            if (unsealed >= RECORDS
                    || (unsealed > 0 && nanoTime.getAsLong() - lastNanos > AGE.toNanos())) {
                seal();
            }
            try {
                journal.prune(keepSegments);
            } catch (IOException e) {
                trouble.accept(e);
            }
        }
    }

    private boolean pause() {
        lock.lock();
        try {
            long nanos = look.toNanos();
            while (!closed && nanos > 0) {
                nanos = ended.awaitNanos(nanos);
            }
            return !closed;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until it looks no more, after it was closed.
    void awaitEnd() throws InterruptedException {
        thread.join();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
        seal();
    }
}

package dev.procdeck.server.operations;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Outcomes that the database did not take when they came. They are kept in memory and offered
/// again, in order, until it does; should the program die before, the records are pending at its
/// next start and the agent's journal is asked. One virtual thread works while there is something
/// to do. Thread-safe.
final class LateOutcomes {
    private static final Logger LOG = LoggerFactory.getLogger(LateOutcomes.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// Every act holds a request or a command slot, so the queue is bounded by them.
    private final Queue<Late> queue = new ArrayDeque<>();

    private final Predicate<Late> writer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private boolean working;
    private boolean closed;

    /// @param writer writes one outcome; false when it must be offered again
    LateOutcomes(Predicate<Late> writer) {
        this.writer = writer;
    }

    /// How one operation ended.
    record Late(
            long id,
            RetStatus status,
            Outcome outcome,
            @Nullable Object before,
            @Nullable Object after) {
        /// Whether this is no end that was seen, only that nobody saw one.
        boolean isUnresolved() {
            return status == RetStatus.UNKNOWN && outcome.code().equals(OperationLog.AGENT_LOST);
        }
    }

    void add(Late late) {
        lock.lock();
        try {
            queue.add(late);
            if (!working && !closed) {
                working = true;
                Thread.ofVirtual().name("late-outcomes").start(this::work);
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        Late next = head();
        while (next != null) {
            if (isSettled(next)) {
                remove();
            } else if (!pause()) {
                return;
            }
            next = head();
        }
    }

    /// Whether it need not be offered again.
    private boolean isSettled(Late late) {
        try {
            boolean written = writer.test(late);
            if (written) {
                LOG.info("operation {}: its outcome is in the log now", late.id());
            }
            return written;
        } catch (RuntimeException e) {
            // No fault of the database: it would fail again and hold up those behind it. A record
            // that is still pending is asked for in the agent's journal at the next start.
            LOG.error("operation {}: its outcome cannot be recorded", late.id(), e);
            return true;
        }
    }

    private @Nullable Late head() {
        lock.lock();
        try {
            Late head = closed ? null : queue.peek();
            working = head != null;
            return head;
        } finally {
            lock.unlock();
        }
    }

    private void remove() {
        lock.lock();
        try {
            queue.remove();
        } finally {
            lock.unlock();
        }
    }

    private boolean pause() {
        lock.lock();
        try {
            long nanos = PAUSE.toNanos();
            while (!closed && nanos > 0) {
                nanos = closing.awaitNanos(nanos);
            }
            return !closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}

package dev.procdeck.host.processes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads facts on a few threads of its own and lets the sampling thread wait for them only so long:
/// reading a command line takes the target's memory lock, and the target may hold that for ever.
///
/// A question that is stuck keeps its thread until it ends; its answer is handed over by a later
/// sample. When every thread is stuck, nothing is asked and nobody waits. Methods are for the
/// sampling thread.
final class FactsLookups implements AutoCloseable {
    static final int THREADS = 4;
    private static final int WORTH_A_THREAD = 64;
    private static final long STEP_NANOS = Duration.ofMillis(10).toNanos();

    /// Without any answer in this time the sample goes on.
    private static final long STALL_NANOS = Duration.ofMillis(100).toNanos();

    /// Nor does it wait longer than this in all.
    private static final long MOST_NANOS = Duration.ofMillis(700).toNanos();

    /// Answers one question after the other; for one thread at a time.
    @FunctionalInterface
    interface Answerer {
        void answer(FactsLookup lookup);
    }

    private final Supplier<Answerer> open;
    private final Queue<Answerer> idle = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor threads;
    private final List<FactsLookup> late = new ArrayList<>();
    private List<FactsLookup> asked = new ArrayList<>();

    FactsLookups(Supplier<Answerer> open) {
        this.open = open;
        threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        10,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("facts-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    void ask(FactsLookup lookup) {
        asked.add(lookup);
    }

    /// Lets the questions be answered.
    ///
    /// @param answered takes those that are, also of earlier samples
    /// @param unanswered takes those that may be answered later, with true, and those to be asked
    ///   again, with false
    void settle(Consumer<FactsLookup> answered, Unanswered unanswered) {
        for (Iterator<FactsLookup> each = late.iterator(); each.hasNext(); ) {
            FactsLookup lookup = each.next();
            if (lookup.isDone()) {
                each.remove();
                answered.accept(lookup);
            }
        }
        if (asked.isEmpty()) {
            return;
        }
        Batch batch = new Batch(asked);
        asked = new ArrayList<>();
        int begun = await(batch);
        for (int i = 0; i < batch.lookups.size(); i++) {
            FactsLookup lookup = batch.lookups.get(i);
            if (lookup.isDone()) {
                answered.accept(lookup);
            } else {
                boolean comes = i < begun;
                if (comes) {
                    late.add(lookup);
                }
                unanswered.accept(lookup, comes);
            }
        }
    }

    /// Takes a question without an answer.
    @FunctionalInterface
    interface Unanswered {
        void accept(FactsLookup lookup, boolean comes);
    }

    /// Waits within bounds and ends the batch. Answers how many questions were begun.
    private int await(Batch batch) {
        int helpers = THREADS - threads.getActiveCount();
        int wanted = Math.min(helpers, 1 + batch.lookups.size() / WORTH_A_THREAD);
        for (int i = 0; i < wanted; i++) {
            threads.execute(batch);
        }
        long start = System.nanoTime();
        long progressAt = start;
        int left = batch.left.get();
        while (left > 0 && wanted > 0) {
            boolean done = batch.await();
            long now = System.nanoTime();
            int leftNow = batch.left.get();
            if (leftNow < left) {
                progressAt = now;
            } else if (wanted < helpers) {
                // Perhaps one is stuck: another goes on with the rest.
                wanted++;
                threads.execute(batch);
            }
            left = leftNow;
            if (done || now - start > MOST_NANOS || now - progressAt > STALL_NANOS) {
                break;
            }
        }
        return Math.min(batch.next.getAndSet(batch.lookups.size()), batch.lookups.size());
    }

    /// Questions that several threads work through together.
    private final class Batch implements Runnable {
        final List<FactsLookup> lookups;
        final AtomicInteger next = new AtomicInteger();
        final AtomicInteger left;
        private boolean done;

        Batch(List<FactsLookup> lookups) {
            this.lookups = lookups;
            left = new AtomicInteger(lookups.size());
        }

        @Override
        public void run() {
            @Nullable Answerer known = idle.poll();
            Answerer answerer = known == null ? open.get() : known;
            int i = next.getAndIncrement();
            while (i < lookups.size()) {
                answer(answerer, lookups.get(i));
                if (left.decrementAndGet() == 0) {
                    finish();
                }
                i = next.getAndIncrement();
            }
            idle.add(answerer);
        }

        private static void answer(Answerer answerer, FactsLookup lookup) {
            try {
                answerer.answer(lookup);
            } catch (RuntimeException e) {
                // The edge of a background job: one process's files cost that process's facts.
                lookup.answer(0, lookup.failed(String.valueOf(e.getMessage())));
            }
        }

        private synchronized void finish() {
            done = true;
            notifyAll();
        }

        /// Waits a moment. Answers whether all is done, or waiting makes no sense.
        private synchronized boolean await() {
            if (!done) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, STEP_NANOS);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    return true;
                }
            }
            return done;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

package dev.procdeck.host.systemd;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Jobs that have ended on one connection, newest last: a job may end before the call that queued
/// it has returned, so every end is kept for a while and looked up by job path. Thread-safe.
final class Jobs {

    /// More than a busy boot removes while one reply is on its way.
    private static final int KEPT = 1024;

    record Removed(String jobPath, String unit, String result, long atNanos) {}

    private final Deque<Removed> removed = new ArrayDeque<>();
    private boolean lost;

    synchronized void ended(String jobPath, String unit, String result) {
        removed.addLast(new Removed(jobPath, unit, result, System.nanoTime()));
        if (removed.size() > KEPT) {
            removed.removeFirst();
        }
        notifyAll();
    }

    /// The connection ended: nobody will tell us any more.
    synchronized void lose() {
        lost = true;
        notifyAll();
    }

    synchronized boolean isLost() {
        return lost;
    }

    /// How the job ended, or empty when it has not within `millis` or the connection was lost.
    synchronized Optional<Removed> await(String jobPath, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (true) {
            for (Iterator<Removed> it = removed.descendingIterator(); it.hasNext(); ) {
                Removed job = it.next();
                if (job.jobPath().equals(jobPath)) {
                    return Optional.of(job);
                }
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (lost || left <= 0) {
                return Optional.empty();
            }
            wait(left);
        }
    }

    /// Jobs that ended since an instant of the monotonic clock.
    synchronized List<Removed> since(long nanos) {
        return removed.stream().filter(job -> job.atNanos() - nanos >= 0).toList();
    }
}

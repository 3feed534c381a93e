package dev.procdeck.host.systemd;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes those who wait for a change of one unit. Thread-safe.
final class UnitWakes {

    private final List<Waiter> waiters = new CopyOnWriteArrayList<>();

    /// Registers interest in a unit until closed; changes from now on are not missed.
    Waiter waiter(String path) {
        Waiter waiter = new Waiter(path);
        waiters.add(waiter);
        return waiter;
    }

    void wake(String path) {
        for (Waiter waiter : waiters) {
            if (waiter.path.equals(path)) {
                waiter.changes.release();
            }
        }
    }

    void wakeAll() {
        waiters.forEach(waiter -> waiter.changes.release());
    }

    final class Waiter implements AutoCloseable {
        private final String path;
        private final Semaphore changes = new Semaphore(0);

        private Waiter(String path) {
            this.path = path;
        }

        /// Waits until the unit changed since the last call, or the time is over; true for a
        /// change.
        boolean await(Duration patience) throws InterruptedException {
            boolean changed = changes.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
            changes.drainPermits();
            return changed;
        }

        @Override
        public void close() {
            waiters.remove(this);
        }
    }
}

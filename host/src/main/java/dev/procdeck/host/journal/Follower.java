package dev.procdeck.host.journal;

import dev.procdeck.host.services.LogLine;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One `journalctl --follow` for all who watch; it runs only while somebody does. Thread-safe.
final class Follower implements AutoCloseable {

    private static final long RESTART_PAUSE_MILLIS = 1_000;

    interface Starter {
        Process start() throws IOException;
    }

    private record Watcher(LogQuery query, Consumer<LogLine> consumer) {}

    private final Starter starter;
    private final List<Watcher> watchers = new ArrayList<>();
    private @Nullable Process process;
    private boolean reading;
    private boolean closed;

    Follower(Starter starter) {
        this.starter = starter;
    }

    synchronized AutoCloseable add(LogQuery query, Consumer<LogLine> consumer) {
        Watcher watcher = new Watcher(query, consumer);
        watchers.add(watcher);
        if (!reading && !closed) {
            reading = true;
            Thread.ofPlatform().name("journal-follow").daemon().start(this::run);
        }
        return () -> remove(watcher);
    }

    @Override
    public synchronized void close() {
        closed = true;
        watchers.clear();
        end();
    }

    private synchronized void remove(Watcher watcher) {
        watchers.remove(watcher);
        if (watchers.isEmpty()) {
            end();
        }
    }

    private void end() {
        Process running = process;
        if (running != null) {
            running.destroy();
        }
    }

    private void run() {
        while (begin()) {
            Process running = process;
            if (running == null) {
                pause();
            } else {
                read(running);
            }
        }
    }

    /// Starts the program when it is wanted; false, and this thread is over, when it is not.
    private synchronized boolean begin() {
        if (watchers.isEmpty()) {
            reading = false;
            process = null;
            return false;
        }
        try {
            process = starter.start();
        } catch (IOException failed) {
            process = null;
        }
        return true;
    }

    private void read(Process running) {
        try (var in = new BufferedInputStream(running.getInputStream())) {
            ExportParser parser = new ExportParser(in);
            for (Optional<LogLine> line = parser.next(); line.isPresent(); line = parser.next()) {
                tell(line.get());
            }
        } catch (IOException ended) {
            // destroy() closes the pipe under us; a program that died is started again.
        } finally {
            running.destroyForcibly();
        }
        if (isWanted()) {
            pause();
        }
    }

    private synchronized boolean isWanted() {
        return !watchers.isEmpty();
    }

    private void tell(LogLine line) {
        List<Watcher> now;
        synchronized (this) {
            now = List.copyOf(watchers);
        }
        for (Watcher watcher : now) {
            if (watcher.query().matches(line)) {
                watcher.consumer().accept(line);
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(RESTART_PAUSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

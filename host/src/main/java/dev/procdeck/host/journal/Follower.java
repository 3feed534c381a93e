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
        /// Says at once the newest line there is, or every line after the cursor; then what comes.
        Process start(String afterCursor) throws IOException;
    }

    private record Watcher(LogQuery query, Consumer<LogLine> consumer, Runnable running) {}

    private final Starter starter;
    private final List<Watcher> watchers = new ArrayList<>();
    private @Nullable Process process;
    private boolean reading;
    private boolean closed;

    /// Of the last line that was told; a program that is started again goes on from there.
    private String lastCursor = "";

    Follower(Starter starter) {
        this.starter = starter;
    }

    /// @param running is called once, as soon as no line can be missed any more
    synchronized AutoCloseable add(LogQuery query, Consumer<LogLine> consumer, Runnable running) {
        Watcher watcher = new Watcher(query, consumer, running);
        watchers.add(watcher);
        if (!lastCursor.isEmpty()) {
            running.run();
        }
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

    /// A mistake of ours costs a line or a start, never the thread: without it nobody would be told
    /// anything again.
    private static void report(RuntimeException bug) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, bug);
    }

    /// Starts the program when it is wanted; false, and this thread is over, when it is not.
    private synchronized boolean begin() {
        if (watchers.isEmpty()) {
            reading = false;
            process = null;
            lastCursor = "";
            return false;
        }
        try {
            process = starter.start(lastCursor);
        } catch (IOException failed) {
            process = null;
        } catch (RuntimeException bug) {
            process = null;
            report(bug);
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
        } catch (RuntimeException bug) {
            report(bug);
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
        boolean first;
        synchronized (this) {
            now = List.copyOf(watchers);
            first = lastCursor.isEmpty();
            lastCursor = line.cursor().isEmpty() ? lastCursor : line.cursor();
        }
        for (Watcher watcher : now) {
            try {
                tell(watcher, line, first);
            } catch (RuntimeException bug) {
                report(bug);
            }
        }
    }

    private static void tell(Watcher watcher, LogLine line, boolean first) {
        if (watcher.query().matches(line)) {
            watcher.consumer().accept(line);
        }
        if (first) {
            watcher.running().run();
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

package dev.procdeck.agent.queries;

import dev.procdeck.agent.Console;
import dev.procdeck.host.journal.LogQuery;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.services.LogLine;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The newest log lines of the units that somebody reads at the moment, kept up by the host's one
/// follower: whoever asks for what came since costs no process, however many ask. Thread-safe.
///
/// A unit that nobody asked about for a while is forgotten.
public final class LogTails implements AutoCloseable {
    private static final int MOST_LINES = 2_000;
    private static final int MOST_UNITS = 32;
    private static final long FORGOTTEN_NANOS = TimeUnit.SECONDS.toNanos(20);

    /// The log as the host offers it.
    public interface Source {
        /// Lines of the past.
        Reading<List<LogLine>> read(LogQuery query);

        /// Lines from now on, until closed.
        ///
        /// @param running is called once, as soon as no line can be missed any more
        AutoCloseable follow(LogQuery query, Consumer<LogLine> consumer, Runnable running);
    }

    private final Source source;
    private final Console console;
    private final LongSupplier monotonicNanos;
    private final Map<String, Tail> tails = new HashMap<>();

    public LogTails(Source source, Console console) {
        this(source, console, System::nanoTime);
    }

    LogTails(Source source, Console console, LongSupplier monotonicNanos) {
        this.source = source;
        this.console = console;
        this.monotonicNanos = monotonicNanos;
    }

    /// The lines of one unit. Guarded by itself.
    private static final class Tail {
        private final LinkedHashMap<String, LogLine> lines = new LinkedHashMap<>();
        private final CountDownLatch followed = new CountDownLatch(1);
        private @Nullable AutoCloseable follower;
        private boolean whole;
        private long askedNanos;

        synchronized void add(LogLine line) {
            lines.putIfAbsent(line.cursor(), line);
            if (lines.size() > MOST_LINES) {
                lines.remove(lines.firstEntry().getKey());
            }
        }

        /// What was there before goes in front of what came meanwhile.
        synchronized void fill(List<LogLine> before) {
            List<LogLine> meanwhile = List.copyOf(lines.values());
            lines.clear();
            before.forEach(this::add);
            meanwhile.forEach(this::add);
            whole = true;
        }

        synchronized Optional<Since> since(String cursor, Predicate<LogLine> wanted, int most) {
            if (!whole || !lines.containsKey(cursor)) {
                return Optional.empty();
            }
            List<LogLine> all = List.copyOf(lines.sequencedValues());
            int from = List.copyOf(lines.sequencedKeySet()).indexOf(cursor) + 1;
            List<LogLine> found =
                    all.subList(from, all.size()).stream().filter(wanted).limit(most).toList();
            // Where more are wanted than fit, the next question goes on from the last one told.
            String next =
                    found.size() == most ? found.getLast().cursor() : lines.lastEntry().getKey();
            return Optional.of(new Since(found, next));
        }

        synchronized @Nullable String newest() {
            return whole && !lines.isEmpty() ? lines.lastEntry().getKey() : null;
        }
    }

    /// @param next the cursor to go on from
    record Since(List<LogLine> lines, String next) {}

    /// What came after the cursor; empty when that is not known here (yet).
    Optional<Since> since(String unit, String cursor, Predicate<LogLine> wanted, int most) {
        Tail tail = watch(unit);
        return tail == null ? Optional.empty() : tail.since(cursor, wanted, most);
    }

    /// Lines of the past, as the host's log tells them.
    Reading<List<LogLine>> read(LogQuery query) {
        return source.read(query);
    }

    /// The cursor of the newest line known, and from now on the unit is followed.
    @Nullable String newest(String unit) {
        Tail tail = watch(unit);
        return tail == null ? null : tail.newest();
    }

    private synchronized @Nullable Tail watch(String unit) {
        long now = monotonicNanos.getAsLong();
        forget(now);
        Tail tail = tails.get(unit);
        if (tail == null) {
            if (tails.size() >= MOST_UNITS) {
                return null;
            }
            Tail fresh = new Tail();
            fresh.follower =
                    source.follow(
                            LogQuery.last(unit, "", MOST_LINES),
                            fresh::add,
                            fresh.followed::countDown);
            tails.put(unit, fresh);
            Thread.ofVirtual().name("log-tail").start(() -> keep(unit, fresh));
            tail = fresh;
        }
        tail.askedNanos = now;
        return tail;
    }

    /// Ends the tails that nobody has asked for in a while.
    private synchronized void forget(long now) {
        tails.values()
                .removeIf(each -> {
                    boolean old = now - each.askedNanos > FORGOTTEN_NANOS;
                    if (old) {
                        end(each);
                    }
                    return old;
                });
    }

    /// Reads what was there before once the follower runs, and sees to it that the tail ends even
    /// when nobody asks again.
    private void keep(String unit, Tail tail) {
        try {
            while (!tail.followed.await(1, TimeUnit.SECONDS)) {
                if (!isKept(unit, tail)) {
                    return;
                }
            }
            fill(unit, tail);
            while (isKept(unit, tail)) {
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            console.log("the newest log lines of " + unit + " could not be kept", e);
            drop(unit, tail);
        }
    }

    /// Whoever asks next begins anew.
    private synchronized void drop(String unit, Tail tail) {
        if (tails.remove(unit, tail)) {
            end(tail);
        }
    }

    private synchronized boolean isKept(String unit, Tail tail) {
        forget(monotonicNanos.getAsLong());
        return tails.get(unit) == tail;
    }

    private void fill(String unit, Tail tail) {
        if (source.read(LogQuery.last(unit, "", MOST_LINES))
                instanceof Reading.Value<List<LogLine>>(List<LogLine> before)) {
            tail.fill(before);
        }
    }

    private void end(Tail tail) {
        try {
            if (tail.follower != null) {
                tail.follower.close();
            }
        } catch (Exception e) {
            console.log("a log follower", e);
        }
    }

    @Override
    public synchronized void close() {
        tails.values().forEach(this::end);
        tails.clear();
    }
}

package dev.procdeck.host.supervisord;

import dev.procdeck.host.services.KeptLog;
import dev.procdeck.host.services.OutputLogs.Stream;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The logs that somebody reads at the moment. supervisord is asked for each at most about once a
/// second, however many read it. Thread-safe.
final class ProgramLogs {

    /// A little less than a page's second, so that its questions and ours do not drift apart.
    private static final long FRESH_NANOS = Duration.ofMillis(800).toNanos();

    private static final long FORGOTTEN_NANOS = Duration.ofSeconds(60).toNanos();
    private static final int MOST_LOGS = 16;
    private static final int WINDOW_BYTES = 256 * 1024;

    /// Where the programs are asked for.
    @FunctionalInterface
    interface Source {
        Programs programs() throws RpcException;
    }

    private record Key(String name, Stream stream) {}

    private static final class Entry {
        private final ProgramLog log;
        private @Nullable KeptLog last;
        private long lookedNanos;
        private volatile long askedNanos;

        Entry(Key key) {
            this.log = new ProgramLog(key.name(), key.stream(), WINDOW_BYTES);
        }

        synchronized KeptLog read(Source source) {
            long now = System.nanoTime();
            KeptLog known = last;
            if (known != null && now - lookedNanos < FRESH_NANOS) {
                return known;
            }
            KeptLog seen;
            try {
                seen = log.look(source.programs(), now);
            } catch (RpcException away) {
                seen = new KeptLog.Away(String.valueOf(away.getMessage()));
            }
            last = seen;
            lookedNanos = System.nanoTime();
            return seen;
        }
    }

    private final Source source;

    /// The one asked for longest ago first.
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    ProgramLogs(Source source) {
        this.source = source;
    }

    KeptLog read(String name, Stream stream) {
        return entry(new Key(name, stream)).read(source);
    }

    private synchronized Entry entry(Key key) {
        long now = System.nanoTime();
        Entry entry = entries.computeIfAbsent(key, Entry::new);
        entry.askedNanos = now;
        Iterator<Entry> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            boolean old = now - oldest.next().askedNanos > FORGOTTEN_NANOS;
            if (!old && entries.size() <= MOST_LOGS) {
                break;
            }
            oldest.remove();
        }
        return entry;
    }
}

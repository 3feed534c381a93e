package dev.procdeck.agent.events;

import dev.procdeck.protocol.live.EventRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The remembered rows, the longest unchanged first to go, and which of the newest the watchers do
/// not hold yet. Belongs to its owner's lock.
final class EventEntries {
    /// What a page shows live; older ones are asked for.
    static final int WINDOW = 2_000;

    /// A row with its parts, its place in the maps and its short texts, measured on a 64-bit JVM
    /// with compressed references.
    private static final int ROW_BYTES = 440;

    private final int mostEntries;
    private final long mostBytes;
    private final LinkedHashMap<Long, EventRow> rows = new LinkedHashMap<>();
    private final LinkedHashSet<Long> window = new LinkedHashSet<>();
    private final Set<Long> changed = new LinkedHashSet<>();
    private final Set<Long> gone = new LinkedHashSet<>();
    private final Set<Long> published = new HashSet<>();
    private long bytes;

    EventEntries(int mostEntries, long mostBytes) {
        this.mostEntries = mostEntries;
        this.mostBytes = mostBytes;
    }

    /// What watchers need to be brought up to date.
    record Changes(List<EventRow> rows, List<Long> gone) {}

    @Nullable EventRow find(long id) {
        return rows.get(id);
    }

    int size() {
        return rows.size();
    }

    /// Keeps a row that is new or changed; it is the newest now.
    void put(EventRow row) {
        EventRow before = rows.remove(row.id());
        bytes += sizeOf(row) - (before == null ? 0 : sizeOf(before));
        rows.put(row.id(), row);
        window.remove(row.id());
        window.add(row.id());
        changed.add(row.id());
        gone.remove(row.id());
        while (window.size() > WINDOW) {
            leave(window.removeFirst());
        }
        while (rows.size() > mostEntries || (bytes > mostBytes && rows.size() > 1)) {
            Map.Entry<Long, EventRow> eldest = rows.pollFirstEntry();
            bytes -= sizeOf(eldest.getValue());
            if (window.remove(eldest.getKey())) {
                leave(eldest.getKey());
            }
        }
    }

    /// Changes a row where it stands: it does not count as news of its own.
    void replace(EventRow row) {
        if (rows.containsKey(row.id())) {
            rows.put(row.id(), row);
            if (window.contains(row.id())) {
                changed.add(row.id());
            }
        }
    }

    private void leave(long id) {
        changed.remove(id);
        if (published.contains(id)) {
            gone.add(id);
        }
    }

    private static int sizeOf(EventRow row) {
        String line = row.program().cmdline();
        return ROW_BYTES + (line == null ? 0 : line.length());
    }

    /// What changed since the last call.
    Changes takeChanges() {
        Changes changes = new Changes(changed.stream().map(rows::get).toList(), List.copyOf(gone));
        published.addAll(changed);
        published.removeAll(gone);
        changed.clear();
        gone.clear();
        return changes;
    }

    /// The whole window, for watchers who hold nothing.
    Changes takeAll() {
        changed.clear();
        gone.clear();
        published.clear();
        published.addAll(window);
        return new Changes(window.stream().map(rows::get).toList(), List.of());
    }

    /// Nobody watches any more.
    void forgetWatchers() {
        published.clear();
        changed.clear();
        gone.clear();
    }

    /// Rows of lives that touch a time, the one that changed last first.
    List<EventRow> between(@Nullable Instant from, @Nullable Instant to) {
        List<EventRow> found = new ArrayList<>();
        for (EventRow row : rows.sequencedValues().reversed()) {
            EventRow.End end = row.end();
            boolean endedBefore = from != null && end != null && end.time().isBefore(from);
            boolean beganAfter = to != null && row.begin().time().isAfter(to);
            if (!endedBefore && !beganAfter) {
                found.add(row);
            }
        }
        return found;
    }
}

package dev.procdeck.agent.journal;

import dev.procdeck.protocol.operation.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which operations the journal knows: every id for ever, as ranges, and how the last ones ended.
/// Not thread-safe.
final class OperationIndex {
    static final int MAX_OUTCOMES = 10_000;

    /// How an operation ended.
    record Ended(String requestId, Outcome outcome) {}

    private final TreeMap<Long, Long> ranges = new TreeMap<>();
    private final Map<Long, JournalRecord.IntentRecorded> open = new LinkedHashMap<>();
    private final Map<Long, Ended> ended =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Ended> eldest) {
                    return size() > MAX_OUTCOMES;
                }
            };

    void add(JournalRecord.Body body) {
        switch (body) {
            case JournalRecord.IntentRecorded intent -> {
                know(intent.operationId());
                open.put(intent.operationId(), intent);
            }
            case JournalRecord.OutcomeRecorded outcome -> {
                know(outcome.operationId());
                open.remove(outcome.operationId());
                ended.put(outcome.operationId(), new Ended(outcome.requestId(), outcome.outcome()));
            }
            case JournalRecord.SegmentOpened _, JournalRecord.Noted _ -> {}
        }
    }

    /// Marks an id as taken. False when it was taken before.
    boolean know(long id) {
        Map.Entry<Long, Long> below = ranges.floorEntry(id);
        if (below != null && below.getValue() >= id) {
            return false;
        }
        long from = below != null && below.getValue() == id - 1 ? below.getKey() : id;
        Long above = id == Long.MAX_VALUE ? null : ranges.remove(id + 1);
        ranges.put(from, above == null ? id : above);
        return true;
    }

    /// Every id that was ever taken, for a [Tombstone].
    String ranges() {
        StringBuilder text = new StringBuilder();
        ranges.forEach((from, to) ->
                text.append(text.isEmpty() ? "" : " ").append(from).append('-').append(to));
        return text.toString();
    }

    /// Takes what [#ranges] gave.
    void knowRanges(String text) {
        for (String range : text.split(" ", -1)) {
            int dash = range.indexOf('-');
            if (dash > 0) {
                ranges.put(
                        Long.valueOf(range.substring(0, dash)),
                        Long.valueOf(range.substring(dash + 1)));
            }
        }
    }

    long highestId() {
        return ranges.isEmpty() ? 0 : ranges.lastEntry().getValue();
    }

    Optional<Ended> ended(long id) {
        return Optional.ofNullable(ended.get(id));
    }

    /// Intents without an end, oldest first.
    List<JournalRecord.IntentRecorded> open() {
        return new ArrayList<>(open.values());
    }
}

package dev.procdeck.agent.journal;

import dev.procdeck.protocol.codec.ProtocolException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads a whole journal, oldest record first, and holds every record against the chain. Not
/// thread-safe.
public final class JournalReader {
    private final Path directory;
    private final Consumer<JournalRecord> each;
    private byte[] lastHash = new byte[Segment.HASH_BYTES];
    private long lastSequence;

    public JournalReader(Path directory, Consumer<JournalRecord> each) {
        this.directory = directory;
        this.each = each;
    }

    /// What is wrong with a journal.
    ///
    /// @param sequence of the first record that is damaged or missing
    /// @param tail whether nothing whole follows, as after a power cut in the middle of a write
    /// @param offset where the damage begins in its file
    public record Damage(Path file, long sequence, int offset, String reason, boolean tail) {}

    /// Reads everything; empty when the chain holds to the end.
    public Optional<Damage> read() throws IOException {
        Tombstone tombstone = Tombstone.read(directory);
        lastHash = tombstone.lastHash();
        lastSequence = tombstone.lastSequence();
        List<Path> segments =
                Segment.list(directory).stream()
                        .filter(each -> Segment.numberOf(each) > tombstone.lastSegment())
                        .toList();
        for (int i = 0; i < segments.size(); i++) {
            Path segment = segments.get(i);
            if (Segment.numberOf(segment) != tombstone.lastSegment() + 1 + i) {
                return Optional.of(
                        new Damage(segment, lastSequence + 1, 0, "a missing segment", false));
            }
            Damage damage = readSegment(segment, i == segments.size() - 1);
            if (damage != null) {
                return Optional.of(damage);
            }
        }
        return Optional.empty();
    }

    /// The ids of operations whose records retention has deleted, as ranges `FROM-TO`.
    public static List<String> knownOperations(Path directory) throws IOException {
        String known = Tombstone.read(directory).knownOperations();
        return known.isEmpty() ? List.of() : List.of(known.split(" "));
    }

    byte[] lastHash() {
        return lastHash;
    }

    /// The sequence number of the last whole record; 0 in an empty journal.
    public long lastSequence() {
        return lastSequence;
    }

    private @Nullable Damage readSegment(Path path, boolean last) throws IOException {
        byte[] file = Segment.read(path);
        int offset = 0;
        while (true) {
            switch (Segment.at(file, offset)) {
                case Segment.Found.End _ -> {
                    return offset == 0 && !last ? damage(path, 0, "an empty segment", false) : null;
                }
                case Segment.Found.Damage(String reason) -> {
                    boolean tail = last && !anyWholeAfter(file, offset + 1);
                    return damage(path, offset, reason, tail);
                }
                case Segment.Found.Whole whole -> {
                    String wrong = accept(whole);
                    if (wrong != null) {
                        return damage(path, offset, wrong, false);
                    }
                    offset = whole.end();
                }
            }
        }
    }

    private @Nullable String accept(Segment.Found.Whole whole) {
        JournalRecord record;
        try {
            record = RecordCodec.decode(whole.content());
        } catch (ProtocolException e) {
            return "not a record: " + e.getMessage();
        }
        boolean first = lastSequence == 0;
        if (!first && record.sequence() != lastSequence + 1) {
            return "record " + record.sequence() + " where " + (lastSequence + 1) + " belongs";
        }
        if (first && record.sequence() != 1) {
            return "the journal does not begin at its beginning";
        }
        if (!Arrays.equals(Segment.hash(lastHash, whole.content()), whole.hash())) {
            return "a broken chain";
        }
        lastHash = whole.hash();
        lastSequence = record.sequence();
        each.accept(record);
        return null;
    }

    /// Whether a record that was once whole stands somewhere behind: then this is no torn tail.
    private static boolean anyWholeAfter(byte[] file, int offset) {
        for (int at = offset; at < file.length - Segment.HEAD_BYTES; at++) {
            if (Segment.at(file, at) instanceof Segment.Found.Whole) {
                return true;
            }
        }
        return false;
    }

    private Damage damage(Path file, int offset, String reason, boolean tail) {
        return new Damage(file, lastSequence + 1, offset, reason, tail);
    }
}

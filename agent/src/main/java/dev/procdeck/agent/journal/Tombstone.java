package dev.procdeck.agent.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is left of segments that retention deleted: where the chain goes on, and which operations
/// were known, so that none of them is ever done again. Immutable.
///
/// It needs no signature of its own: the first record that is kept follows from its hash, and a
/// signed checkpoint covers that record.
///
/// @param lastSegment the number of the last segment that is gone
/// @param lastSequence of the last record that is gone
/// @param lastHash of that record
/// @param knownOperations ids as ranges, `1-20 22-22`
record Tombstone(long lastSegment, long lastSequence, byte[] lastHash, String knownOperations) {
    static final String FILE = "tombstone";

    /// The code of the record that says what goes.
    static final String NOTE = "segments_deleted";

    static final Tombstone NONE = new Tombstone(0, 0, new byte[Segment.HASH_BYTES], "");

    private static final Pattern TEXT =
            Pattern.compile(
                    "procdeck-tombstone 1 (\\d{1,18}) (\\d{1,18}) ([0-9a-f]{64})"
                            + "((?: \\d{1,19}-\\d{1,19})*)\n");

    /// The tombstone of a journal; [#NONE] when nothing was ever deleted.
    static Tombstone read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (Files.notExists(file)) {
            return NONE;
        }
        Matcher matcher = TEXT.matcher(Files.readString(file));
        if (!matcher.matches()) {
            throw new JournalException("the tombstone is damaged");
        }
        return new Tombstone(
                Long.parseLong(matcher.group(1)),
                Long.parseLong(matcher.group(2)),
                HexFormat.of().parseHex(matcher.group(3)),
                matcher.group(4).strip());
    }

    /// The journal's record of it.
    JournalRecord.Noted note() {
        return new JournalRecord.Noted(
                NOTE,
                Map.of(
                        "lastSegment", Long.toString(lastSegment),
                        "lastSequence", Long.toString(lastSequence),
                        "lastHash", Checkpoint.hex(lastHash)));
    }

    /// Takes the place of the one before in one step.
    void write(Path directory) throws IOException {
        Path fresh = directory.resolve(FILE + ".new");
        String known = knownOperations.isEmpty() ? "" : " " + knownOperations;
        Durable.write(
                fresh,
                "procdeck-tombstone 1 "
                        + lastSegment
                        + " "
                        + lastSequence
                        + " "
                        + HexFormat.of().formatHex(lastHash)
                        + known
                        + "\n",
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING));
        Files.move(fresh, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        Durable.syncDirectory(directory);
    }
}

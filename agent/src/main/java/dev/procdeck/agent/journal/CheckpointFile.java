package dev.procdeck.agent.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The checkpoints that a journal keeps beside itself, as they were read. Immutable.
///
/// @param journalId of the journal
/// @param firstKey the public key of the first epoch
/// @param wrong the first line that is no checkpoint, or does not follow from the one before; empty
///   when each is signed with the key that the one before named
public record CheckpointFile(
        String journalId, String firstKey, List<Checkpoint> checkpoints, Optional<String> wrong) {
    public CheckpointFile {
        checkpoints = List.copyOf(checkpoints);
    }

    /// Reads them; a last line that a crash cut off is left out.
    static CheckpointFile read(Path file) throws IOException {
        String text = Files.readString(file);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        return parse(whole.lines().toList());
    }

    static CheckpointFile parse(List<String> lines) {
        String[] head = lines.isEmpty() ? new String[0] : lines.getFirst().split(" ", -1);
        if (head.length != 4 || !(head[0] + " " + head[1] + " ").equals(Seal.HEAD)) {
            return new CheckpointFile("", "", List.of(), Optional.of("the first line is damaged"));
        }
        List<Checkpoint> checkpoints = new ArrayList<>();
        String key = head[3];
        for (String line : lines.subList(1, lines.size())) {
            Optional<Checkpoint> parsed =
                    Checkpoint.parse(line).filter(each -> each.line().equals(line));
            String wrong = wrong(parsed, checkpoints, head[2], key);
            if (wrong != null) {
                return new CheckpointFile(
                        head[2],
                        head[3],
                        checkpoints,
                        Optional.of("checkpoint " + (checkpoints.size() + 1) + " " + wrong));
            }
            checkpoints.add(parsed.orElseThrow());
            key = checkpoints.getLast().nextKey();
        }
        return new CheckpointFile(head[2], head[3], checkpoints, Optional.empty());
    }

    private static @Nullable String wrong(
            Optional<Checkpoint> parsed, List<Checkpoint> before, String journalId, String key) {
        if (parsed.isEmpty()) {
            return "is damaged";
        }
        Checkpoint checkpoint = parsed.get();
        if (!checkpoint.journalId().equals(journalId)
                || checkpoint.epoch() != before.size() + 1
                || (!before.isEmpty() && checkpoint.sequence() < before.getLast().sequence())) {
            return "does not follow the one before";
        }
        return checkpoint.isSignedBy(key) ? null : "is not signed by the key of its epoch";
    }
}

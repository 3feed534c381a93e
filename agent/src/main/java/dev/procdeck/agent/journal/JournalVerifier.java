package dev.procdeck.agent.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Holds a journal against its chain, against the checkpoints beside it and against copies of them
/// that were kept elsewhere: only those show a tail that was cut off, or a past that was made anew.
public final class JournalVerifier {
    private final Path directory;

    public JournalVerifier(Path directory) {
        this.directory = directory;
    }

    /// What was found.
    ///
    /// @param sequence of the last whole record
    /// @param hash of that record
    /// @param checkpoints how many signed ones hold, beside the journal
    /// @param kept how many copies of them, from elsewhere, were compared
    /// @param firstBad the first record that is damaged, changed or missing; null when none is
    /// @param problems in words, the first one first; empty when all is well
    public record Report(
            long sequence,
            String hash,
            int checkpoints,
            int kept,
            @Nullable Long firstBad,
            List<String> problems) {
        public Report {
            problems = List.copyOf(problems);
        }
    }

    /// Reads everything.
    ///
    /// @param elsewhere lines that hold checkpoints, of this journal or of others
    /// @param each is given every record in its place, up to the first that is wrong
    public Report verify(List<String> elsewhere, Consumer<JournalRecord> each) throws IOException {
        Findings findings = new Findings();
        CheckpointFile file = checkpoints(findings);
        List<Checkpoint> kept =
                elsewhere.stream()
                        .map(Checkpoint::parse)
                        .flatMap(Optional::stream)
                        .filter(checkpoint -> checkpoint.journalId().equals(file.journalId()))
                        .toList();
        TreeMap<Long, String> hashes = new TreeMap<>();
        file.checkpoints().forEach(each1 -> hashes.put(each1.sequence(), each1.hash()));
        for (Checkpoint checkpoint : kept) {
            compare(checkpoint, file, hashes, findings);
        }
        JournalReader[] reader = new JournalReader[1];
        reader[0] =
                new JournalReader(
                        directory,
                        record -> {
                            hold(record.sequence(), reader[0].lastHash(), hashes, findings);
                            each.accept(record);
                        });
        Optional<JournalReader.Damage> damage = reader[0].read();
        damage.ifPresent(found ->
                findings.add(
                        found.sequence(),
                        "record "
                                + found.sequence()
                                + " is damaged or missing ("
                                + found.reason()
                                + ", "
                                + found.file().getFileName()
                                + " at byte "
                                + found.offset()
                                + ")"
                                + (found.tail() ? "; a cut tail, as after a power failure" : "")));
        long last = reader[0].lastSequence();
        if (damage.isEmpty() && !hashes.isEmpty() && hashes.lastKey() > last) {
            findings.add(
                    last + 1,
                    "the records from "
                            + (last + 1)
                            + " to "
                            + hashes.lastKey()
                            + " are missing: a checkpoint says they were there");
        }
        return new Report(
                last,
                Checkpoint.hex(reader[0].lastHash()),
                file.checkpoints().size(),
                kept.size(),
                findings.firstBad,
                findings.problems);
    }

    private CheckpointFile checkpoints(Findings findings) throws IOException {
        Path path = directory.resolve(Seal.FILE);
        if (Files.notExists(path)) {
            if (!Segment.list(directory).isEmpty()) {
                findings.add(null, "the file of checkpoints is missing");
            }
            return new CheckpointFile("", "", List.of(), Optional.empty());
        }
        CheckpointFile file = CheckpointFile.read(path);
        file.wrong().ifPresent(wrong -> findings.add(null, wrong));
        return file;
    }

    private static void compare(
            Checkpoint kept, CheckpointFile file, Map<Long, String> hashes, Findings findings) {
        int at = (int) Math.min(Integer.MAX_VALUE, kept.epoch()) - 1;
        if (at < 0 || at >= file.checkpoints().size()) {
            findings.add(
                    null,
                    "checkpoint "
                            + kept.epoch()
                            + " was kept elsewhere and is missing beside the"
                            + " journal");
            hashes.put(kept.sequence(), kept.hash());
        } else if (!file.checkpoints().get(at).equals(kept)) {
            findings.add(
                    null, "checkpoint " + kept.epoch() + " differs from what was kept elsewhere");
            hashes.put(kept.sequence(), kept.hash());
        }
    }

    private static void hold(
            long sequence, byte[] hash, TreeMap<Long, String> hashes, Findings findings) {
        String sealed = hashes.get(sequence);
        if (sealed != null && !sealed.equals(Checkpoint.hex(hash)) && !findings.unsealed) {
            Long before = hashes.lowerKey(sequence);
            long first = (before == null ? 0 : before) + 1;
            findings.unsealed = true;
            findings.add(
                    first,
                    "the records from "
                            + first
                            + " to "
                            + sequence
                            + " are not those that checkpoint was signed for");
        }
    }

    private static final class Findings {
        private final List<String> problems = new ArrayList<>();
        private @Nullable Long firstBad;
        private boolean unsealed;

        void add(@Nullable Long sequence, String problem) {
            if (sequence != null) {
                firstBad = firstBad == null ? sequence : Math.min(firstBad, sequence);
            }
            problems.add(problem);
        }
    }
}

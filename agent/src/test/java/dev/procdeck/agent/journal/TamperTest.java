package dev.procdeck.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.codec.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody who can write the journal's files might do to them, and what a verifier says.
class TamperTest {
    private static final int RECORDS = 120;
    private static final int SEALED_EVERY = 20;

    /// Fewer where each change of the program runs them again (`make mutation`).
    static final int EDITS = Integer.getInteger("procdeck.edits", 1_000);

    private static final Journal.Clocks CLOCKS =
            new Journal.Clocks(InstantSource.fixed(Instant.EPOCH), () -> 1, "boot");

    @TempDir private Path directory;
    private Path file;
    private List<byte[]> good;
    private List<String> kept;

    @BeforeEach
    void fill() throws Exception {
        kept = new ArrayList<>();
        file = directory.resolve("journal-00000001.log");
        try (Journal journal = Journal.open(directory, "1", CLOCKS)) {
            for (int i = 1; i < RECORDS; i++) {
                journal.note("note", Map.of("n", Integer.toString(i)));
                if (i % SEALED_EVERY == 0) {
                    kept.add(journal.seal().orElseThrow().line());
                }
            }
            kept.add(journal.seal().orElseThrow().line());
        }
        good = frames(Files.readAllBytes(file));
        assertThat(verify().problems()).isEmpty();
        assertThat(verify().checkpoints()).isEqualTo(kept.size());
    }

    @Test
    @DisplayName("U8: edited, deleted, inserted, reordered, repeated and cut records are found")
    void thousandEditsAreFound() throws Exception {
        edit(EDITS, 1);
    }

    /// `-Dprocdeck.edits=N` and `-Dprocdeck.seed=N` make it in parts, or one of them again.
    @Test
    @Tag("long")
    void hundredThousandEditsAreFound() throws Exception {
        edit(
                Integer.getInteger("procdeck.edits", 100_000),
                Long.getLong("procdeck.seed", System.nanoTime()));
    }

    private void edit(int times, long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < times; i++) {
            List<byte[]> bad = new ArrayList<>(good);
            int at = random.nextInt(bad.size());
            int first = at + 1;
            switch (i % 7) {
                case 0 -> bad.set(at, flipped(bad.get(at), random));
                case 1 -> bad.remove(at);
                case 2 -> bad.add(at, bad.get(random.nextInt(bad.size())));
                case 3 -> {
                    int other = random.nextInt(bad.size() - 1);
                    other += other >= at ? 1 : 0;
                    bad.set(at, good.get(other));
                    bad.set(other, good.get(at));
                    first = Math.min(at, other) + 1;
                }
                case 4 -> {
                    bad.add(at + 1, bad.get(at));
                    first = at + 2;
                }
                case 5 -> bad.subList(at, bad.size()).clear();
                default -> bad = forged(bad, at);
            }
            write(bad);
            JournalVerifier.Report report = verify();
            String as = "edit " + i + " (" + i % 7 + ") at record " + (at + 1) + ", seed " + seed;
            assertThat(report.problems()).as(as).isNotEmpty();
            if (i % 7 == 6) {
                // The chain was made anew behind the change: the checkpoint after it tells.
                assertThat(report.firstBad())
                        .as(as)
                        .isBetween((long) first - SEALED_EVERY, (long) first);
            } else if (i % 7 != 2) {
                assertThat(report.firstBad()).as(as).isEqualTo(first);
            }
        }
        write(good);
        assertThat(verify().problems()).isEmpty();
        System.out.printf("%d edits of the journal from seed %d: all found%n", times, seed);
    }

    @Test
    @DisplayName("U8, U10: a tail cut off with its checkpoints shows in the copies kept elsewhere")
    void aTailCutWithItsCheckpointsIsFound() throws Exception {
        Path checkpoints = directory.resolve(Seal.FILE);
        List<String> lines = Files.readAllLines(checkpoints);
        Files.write(checkpoints, lines.subList(0, lines.size() - 2));
        write(good.subList(0, 5 * SEALED_EVERY - 3));
        assertThat(verify().problems()).as("the last checkpoint left is 81").isEmpty();
        JournalVerifier.Report report = verifyWithKept();
        assertThat(report.firstBad()).isEqualTo(5 * SEALED_EVERY - 2);
        assertThat(String.join("\n", report.problems())).contains("kept elsewhere");
    }

    @Test
    @DisplayName("U10: checkpoints that are gone, damaged or not those kept elsewhere are told")
    void checkpointsAreHeldToTheirCopies() throws Exception {
        Path checkpoints = directory.resolve(Seal.FILE);
        List<String> lines = Files.readAllLines(checkpoints);
        Files.delete(checkpoints);
        assertThat(verify().problems()).containsExactly("the file of checkpoints is missing");
        List<String> damaged = new ArrayList<>(lines);
        damaged.set(2, "damaged");
        Files.write(checkpoints, damaged);
        assertThat(verify().problems()).containsExactly("checkpoint 2 is damaged");
        Files.write(checkpoints, lines);
        String hash = Checkpoint.parse(kept.getFirst()).orElseThrow().hash();
        kept.set(0, kept.getFirst().replace(hash, "0".repeat(hash.length())));
        JournalVerifier.Report report = verifyWithKept();
        assertThat(report.problems()).first().asString().contains("1 differs from what was kept");
        assertThat(report.firstBad()).isEqualTo(1);
    }

    @Test
    @DisplayName("U10: a past made anew with new keys shows in the copies kept elsewhere")
    void aPastMadeAnewIsFound() throws Exception {
        String id = Files.readAllLines(directory.resolve(Seal.FILE)).getFirst().split(" ")[2];
        Path forgery = Files.createDirectory(directory.resolve("forgery"));
        try (Journal journal = Journal.open(forgery, "1", CLOCKS)) {
            for (int i = 1; i < RECORDS; i++) {
                journal.note("other", Map.of("n", Integer.toString(i)));
            }
            journal.seal();
        }
        Path forged = forgery.resolve(Seal.FILE);
        String text = Files.readString(forged);
        Files.writeString(forged, text.replace(text.split(" ")[2], id));
        assertThat(new JournalVerifier(forgery).verify(kept, _ -> {}).problems()).isNotEmpty();
    }

    @Test
    @DisplayName("U10: an entry counts only under the key of its own epoch, and old keys are gone")
    void eachCheckpointIsSignedByTheKeyOfItsEpoch() throws Exception {
        Path checkpoints = directory.resolve(Seal.FILE);
        List<String> lines = Files.readAllLines(checkpoints);
        // The present key, as an intruder finds it, signs in the place of an older one.
        String key = Files.readString(directory.resolve("seal.key"));
        assertThat(key).startsWith(lines.size() + " ");
        assertThat(Files.exists(directory.resolve("seal.key.next"))).isFalse();
        Path stolen = Files.createDirectory(directory.resolve("stolen"));
        Files.write(stolen.resolve(Seal.FILE), lines.subList(0, 1));
        Files.writeString(stolen.resolve("seal.key"), "1 " + key.split(" ")[1]);
        Checkpoint forged = Seal.open(stolen).sign(21, new byte[32], Instant.EPOCH);
        assertThat(CheckpointFile.parse(List.of(lines.getFirst(), forged.line())).wrong())
                .hasValueSatisfying(wrong -> assertThat(wrong).contains("key of its epoch"));
        assertThat(CheckpointFile.parse(lines).wrong()).isEmpty();
        List<String> swapped = new ArrayList<>(lines);
        swapped.set(1, lines.get(2));
        swapped.set(2, lines.get(1));
        assertThat(CheckpointFile.parse(swapped).wrong()).isPresent();
    }

    @Test
    @DisplayName("U10: a crash between any two writes of a seal leaves one that goes on")
    void aSealGoesOnAfterACrashAnywhere() throws Exception {
        Path checkpoints = directory.resolve(Seal.FILE);
        Path key = directory.resolve("seal.key");
        String lines = Files.readString(checkpoints);
        String before = Files.readString(key);
        try (Journal journal = Journal.open(directory, "1", CLOCKS)) {
            journal.note("n", Map.of());
            journal.seal();
        }
        String after = Files.readString(key);
        // The next key is on disk, the line is not, or only half of it.
        String line = Files.readString(checkpoints).substring(lines.length());
        for (String half : List.of("", line.substring(0, line.length() / 2))) {
            Files.writeString(checkpoints, lines + half);
            Files.writeString(key, before);
            Files.writeString(directory.resolve("seal.key.next"), after);
            sealAgain();
        }
        // The line is there, and the old key has been wiped but not replaced.
        Files.writeString(checkpoints, lines + line);
        Files.writeString(key, "\0".repeat(before.length()));
        Files.writeString(directory.resolve("seal.key.next"), after);
        sealAgain();
    }

    @Test
    @DisplayName("U12: retention deletes whole sealed segments and leaves a tombstone")
    void retentionLeavesATombstone() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        AtomicLong id = new AtomicLong();
        try (Journal journal = small(other)) {
            fill(journal, id);
            journal.prune(2);
            assertThat(Segment.list(other).size()).as("unsealed segments stay").isGreaterThan(4);
            journal.seal();
            journal.intent(JournalTest.intent(id.incrementAndGet()));
            journal.prune(2);
            assertThat(Segment.list(other).size()).as("an act is under way").isGreaterThan(4);
            journal.outcome(id.get(), "r", JournalTest.outcome("running"));
            journal.prune(2);
            assertThat(Segment.list(other)).hasSize(3);
        }
        Tombstone tombstone = Tombstone.read(other);
        List<JournalRecord> records = new ArrayList<>();
        assertThat(new JournalVerifier(other).verify(List.of(), records::add).problems()).isEmpty();
        assertThat(records.getFirst().sequence()).isEqualTo(tombstone.lastSequence() + 1);
        assertThat(records.stream().map(JournalRecord::body))
                .contains(
                        new JournalRecord.Noted(
                                "segments_deleted",
                                Map.of(
                                        "lastSegment", Long.toString(tombstone.lastSegment()),
                                        "lastSequence", Long.toString(tombstone.lastSequence()),
                                        "lastHash", Checkpoint.hex(tombstone.lastHash()))));
        try (Journal journal = small(other)) {
            assertThat(journal.brokenBy()).isNull();
            assertThat(journal.reserve(1)).as("known for ever").isFalse();
            fill(journal, id);
        }
        assertThat(new JournalVerifier(other).verify(List.of(), _ -> {}).problems()).isEmpty();
        Files.writeString(other.resolve(Tombstone.FILE), "procdeck-tombstone 1 1 1 00\n");
        assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(
                                () -> new JournalVerifier(other).verify(List.of(), _ -> {})))
                .hasMessageContaining("tombstone is damaged");
    }

    private static Journal small(Path directory) throws IOException {
        return new Journal(
                directory,
                "1",
                CLOCKS,
                (channel, bytes, _) -> {
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                },
                2_000);
    }

    private static void fill(Journal journal, AtomicLong id) throws IOException {
        for (int i = 0; i < 50; i++) {
            journal.intent(JournalTest.intent(id.incrementAndGet()));
            journal.outcome(id.get(), "r", JournalTest.outcome("running"));
        }
    }

    private void sealAgain() throws IOException {
        try (Journal journal = Journal.open(directory, "1", CLOCKS)) {
            journal.note("again", Map.of());
            assertThat(journal.seal()).isPresent();
        }
        assertThat(verifyWithKept().problems()).isEmpty();
    }

    private JournalVerifier.Report verify() throws IOException {
        return new JournalVerifier(directory).verify(List.of(), _ -> {});
    }

    private JournalVerifier.Report verifyWithKept() throws IOException {
        return new JournalVerifier(directory).verify(kept, _ -> {});
    }

    private static byte[] flipped(byte[] frame, Random random) {
        byte[] bad = frame.clone();
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        return bad;
    }

    /// Another record in the place of one, and every hash behind it made anew.
    private static List<byte[]> forged(List<byte[]> frames, int at) throws ProtocolException {
        List<byte[]> forged = new ArrayList<>();
        byte[] hash = new byte[Segment.HASH_BYTES];
        for (int i = 0; i < frames.size(); i++) {
            byte[] content = ((Segment.Found.Whole) Segment.at(frames.get(i), 0)).content();
            if (i == at) {
                JournalRecord record = RecordCodec.decode(content);
                content =
                        RecordCodec.encode(
                                new JournalRecord(
                                        record.sequence(),
                                        record.time(),
                                        record.monotonicNanos(),
                                        record.bootId(),
                                        new JournalRecord.Noted("forged", Map.of())));
            }
            forged.add(Segment.frame(content, hash));
            hash = Segment.hash(hash, content);
        }
        return forged;
    }

    private static List<byte[]> frames(byte[] bytes) {
        List<byte[]> frames = new ArrayList<>();
        int at = 0;
        while (Segment.at(bytes, at) instanceof Segment.Found.Whole whole) {
            frames.add(java.util.Arrays.copyOfRange(bytes, at, whole.end()));
            at = whole.end();
        }
        return frames;
    }

    private void write(List<byte[]> frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        frames.forEach(out::writeBytes);
        Files.write(file, out.toByteArray());
    }
}

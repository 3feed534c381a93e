package dev.procdeck.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The chain of signed checkpoints: what is taken for one, and what of the keys is left (U10).
class CheckpointTest {
    private static final Instant TIME = Instant.parse("2026-11-23T06:00:00Z");

    @TempDir private Path directory;
    private final List<Checkpoint> signed = new ArrayList<>();
    private Path key;

    @BeforeEach
    void sign() throws IOException {
        key = directory.resolve("seal.key");
        Seal seal = Seal.open(directory);
        for (int i = 1; i <= 3; i++) {
            signed.add(seal.sign(10L * i, hash(i), TIME));
            assertThat(seal.sealedSequence()).isEqualTo(10L * i);
        }
    }

    @Test
    void aLineIsReadWhereverItBegins() {
        Checkpoint first = signed.getFirst();
        assertThat(Checkpoint.parse(first.line())).contains(first);
        assertThat(Checkpoint.parse("Nov 23 host procdeck-audit[7]: " + first.line() + " "))
                .contains(first);
        assertThat(Checkpoint.parse(first.line().replace(" 1 ", " 2 "))).isEmpty();
        assertThat(Checkpoint.parse(first.line().replace(TIME.toString(), "yesterday"))).isEmpty();
        assertThat(Checkpoint.parse("")).isEmpty();
    }

    private static byte[] hash(int first) {
        byte[] hash = new byte[Segment.HASH_BYTES];
        hash[0] = (byte) first;
        return hash;
    }

    @Test
    void aSignatureHoldsForItsKeyAndItsWordsAlone() throws IOException {
        String firstKey = Files.readAllLines(directory.resolve(Seal.FILE)).getFirst().split(" ")[3];
        Checkpoint first = signed.getFirst();
        assertThat(first.isSignedBy(firstKey)).isTrue();
        assertThat(first.isSignedBy(first.nextKey())).isFalse();
        assertThat(first.isSignedBy("no key")).isFalse();
        assertThat(first.isSignedBy("AAAA")).isFalse();
        Checkpoint other =
                new Checkpoint(
                        first.journalId(),
                        first.epoch(),
                        first.sequence() + 1,
                        first.hash(),
                        first.time(),
                        first.nextKey(),
                        first.signature());
        assertThat(other.isSignedBy(firstKey)).isFalse();
    }

    @Test
    @DisplayName("U10: whatever does not follow from the line before it is named")
    void aChainWithAWrongLinkIsNamed() throws IOException {
        try (Journal journal = Journal.open(directory.resolve("j"), "1", clocks())) {
            for (int i = 0; i < 3; i++) {
                journal.note("n", java.util.Map.of());
                journal.seal();
            }
        }
        List<String> lines = Files.readAllLines(directory.resolve("j").resolve(Seal.FILE));
        assertThat(CheckpointFile.parse(lines).checkpoints()).hasSize(3);
        assertThat(CheckpointFile.parse(lines).wrong()).isEmpty();
        assertThat(CheckpointFile.parse(lines.subList(0, 1)).wrong()).isEmpty();
        String id = lines.getFirst().split(" ")[2];
        assertThat(CheckpointFile.parse(lines).journalId()).isEqualTo(id);
        assertThat(CheckpointFile.parse(lines).firstKey())
                .isEqualTo(lines.getFirst().split(" ")[3]);
        assertThat(wrong(List.of())).isEqualTo("the first line is damaged");
        assertThat(wrong(List.of("procdeck-journal 2 a b"))).isEqualTo("the first line is damaged");
        assertThat(wrong(List.of("procdeck-journal 1 a"))).isEqualTo("the first line is damaged");
        assertThat(wrong(changed(lines, 2, lines.get(2) + " and more")))
                .isEqualTo("checkpoint 2 is damaged");
        assertThat(wrong(changed(lines, 1, lines.get(1).replace(id, "0".repeat(32)))))
                .isEqualTo("checkpoint 1 does not follow the one before");
        assertThat(wrong(changed(lines, 2, lines.get(3))))
                .isEqualTo("checkpoint 2 does not follow the one before");
        Checkpoint last = Checkpoint.parse(lines.getLast()).orElseThrow();
        Checkpoint back =
                new Checkpoint(
                        id, 3, 1, last.hash(), last.time(), last.nextKey(), last.signature());
        assertThat(wrong(changed(lines, 3, back.line())))
                .isEqualTo("checkpoint 3 does not follow the one before");
        Checkpoint same =
                new Checkpoint(
                        id, 3, 3, last.hash(), last.time(), last.nextKey(), last.signature());
        assertThat(wrong(changed(lines, 3, same.line())))
                .isEqualTo("checkpoint 3 is not signed by the key of its epoch");
        assertThat(CheckpointFile.parse(changed(lines, 3, "x")).checkpoints()).hasSize(2);
    }

    private static String wrong(List<String> lines) {
        return CheckpointFile.parse(lines).wrong().orElse("");
    }

    private static List<String> changed(List<String> lines, int at, String line) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(at, line);
        return changed;
    }

    @Test
    @DisplayName("U10: a key that has signed is overwritten, not only unlinked")
    void aUsedKeyIsErased() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        Path same = Files.createLink(directory.resolve("same"), key);
        assertThat(Files.readString(same)).startsWith("4 ");
        Seal.open(directory).sign(40, hash(4), TIME);
        byte[] left = Files.readAllBytes(same);
        assertThat(left).hasSizeGreaterThan(40).containsOnly(0);
        assertThat(Files.readString(key)).startsWith("5 ");
    }

    @Test
    void withoutItsKeyASealDoesNotOpen() throws IOException {
        Seal again = Seal.open(directory);
        assertThat(again.sealedSequence()).isEqualTo(30);
        Files.writeString(key, Files.readString(key).replaceFirst("4 ", "3 "));
        assertThatThrownBy(() -> Seal.open(directory)).hasMessageContaining("key of epoch 4");
        Files.delete(key);
        assertThatThrownBy(() -> Seal.open(directory)).hasMessageContaining("key of epoch 4");
    }

    private static Journal.Clocks clocks() {
        return new Journal.Clocks(() -> TIME, () -> 1, "boot");
    }
}

package dev.procdeck.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The parts of retention: the end of a segment, and the tombstone (U12).
class RetentionTest {
    @TempDir private Path directory;

    @Test
    void theLastRecordOfAWholeSegmentIsItsEnd() throws Exception {
        byte[] start = new byte[Segment.HASH_BYTES];
        byte[] first = content(1);
        byte[] second = content(2);
        byte[] hash = Segment.hash(start, first);
        byte[] file = join(Segment.frame(first, start), Segment.frame(second, hash));
        SegmentEnd end = SegmentEnd.read(write(file));
        assertThat(end.sequence()).isEqualTo(2);
        assertThat(end.hash()).isEqualTo(Segment.hash(hash, second));
    }

    @Test
    @DisplayName("U12: a segment that is not whole is not deleted")
    void aDamagedSegmentHasNoEnd() throws Exception {
        byte[] start = new byte[Segment.HASH_BYTES];
        byte[] good = Segment.frame(content(1), start);
        for (byte[] bad :
                new byte[][] {
                    {},
                    join(good, new byte[] {0}),
                    Arrays.copyOf(good, good.length - 1),
                    Segment.frame(new byte[] {1, 2, 3}, start)
                }) {
            Path file = write(bad);
            assertThatThrownBy(() -> SegmentEnd.read(file))
                    .isInstanceOf(JournalException.class)
                    .hasMessage("a damaged segment: journal-00000001.log");
        }
    }

    @Test
    void aTombstoneIsReadAsItWasWritten() throws IOException {
        assertThat(Tombstone.read(directory)).isEqualTo(Tombstone.NONE);
        byte[] hash = new byte[Segment.HASH_BYTES];
        hash[0] = 7;
        for (String known : new String[] {"", "1-20", "1-20 22-22"}) {
            new Tombstone(3, 99, hash, known).write(directory);
            Tombstone read = Tombstone.read(directory);
            assertThat(read.lastSegment()).isEqualTo(3);
            assertThat(read.lastSequence()).isEqualTo(99);
            assertThat(read.lastHash()).isEqualTo(hash);
            assertThat(read.knownOperations()).isEqualTo(known);
            assertThat(JournalReader.knownOperations(directory))
                    .isEqualTo(Arrays.stream(known.split(" ")).filter(s -> !s.isEmpty()).toList());
        }
        assertThat(Files.exists(directory.resolve("tombstone.new"))).isFalse();
    }

    private static byte[] content(long sequence) {
        return RecordCodec.encode(
                new JournalRecord(
                        sequence,
                        java.time.Instant.EPOCH,
                        1,
                        "boot",
                        new JournalRecord.Noted("n", java.util.Map.of())));
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(directory.resolve(Segment.nameOf(1)), bytes);
    }

    private static byte[] join(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}

package dev.procdeck.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// U8: each kind of damage has its own words and its place.
class JournalReaderTest {
    @TempDir Path directory;

    private final ByteArrayOutputStream segment = new ByteArrayOutputStream();
    private final List<Long> seen = new ArrayList<>();
    private byte[] last = new byte[Segment.HASH_BYTES];

    private void put(byte[] content) {
        segment.writeBytes(Segment.frame(content, last));
        last = Segment.hash(last, content);
    }

    private void record(long sequence) {
        put(
                RecordCodec.encode(
                        new JournalRecord(
                                sequence,
                                Instant.EPOCH,
                                sequence,
                                "boot",
                                new JournalRecord.Noted("note", Map.of("a", "b")))));
    }

    private void end(int number) throws IOException {
        Files.write(directory.resolve(Segment.nameOf(number)), segment.toByteArray());
        segment.reset();
    }

    private Optional<JournalReader.Damage> read() throws IOException {
        seen.clear();
        return new JournalReader(directory, record -> seen.add(record.sequence())).read();
    }

    @Test
    void aSoundOneIsReadToItsEnd() throws IOException {
        record(1);
        record(2);
        end(1);
        record(3);
        end(2);
        JournalReader reader = new JournalReader(directory, record -> seen.add(record.sequence()));
        assertThat(reader.read()).isEmpty();
        assertThat(seen).containsExactly(1L, 2L, 3L);
        assertThat(reader.lastSequence()).isEqualTo(3);
        assertThat(reader.lastHash()).isEqualTo(last);
    }

    @Test
    void contentThatIsNoRecord() throws IOException {
        record(1);
        int at = segment.size();
        put(new byte[] {1, 2, 3});
        end(1);
        assertThat(read())
                .hasValueSatisfying(damage -> {
                    assertThat(damage.reason()).startsWith("not a record");
                    assertThat(damage.sequence()).isEqualTo(2);
                    assertThat(damage.offset()).isEqualTo(at);
                    assertThat(damage.tail()).isFalse();
                });
        assertThat(seen).containsExactly(1L);
    }

    @Test
    void aRecordThatIsLeftOut() throws IOException {
        record(1);
        record(3);
        end(1);
        assertThat(read().map(JournalReader.Damage::reason)).contains("record 3 where 2 belongs");
    }

    @Test
    void aRecordTwice() throws IOException {
        record(1);
        record(1);
        end(1);
        assertThat(read().map(JournalReader.Damage::reason)).contains("record 1 where 2 belongs");
    }

    @Test
    void aBeginningThatIsGone() throws IOException {
        record(2);
        end(1);
        assertThat(read().map(JournalReader.Damage::reason))
                .contains("the journal does not begin at its beginning");
    }

    @Test
    void aRecordOfAnotherChain() throws IOException {
        record(1);
        last = new byte[Segment.HASH_BYTES];
        record(2);
        end(1);
        assertThat(read().map(JournalReader.Damage::reason)).contains("a broken chain");
    }

    @Test
    void aSegmentThatIsGoneOrEmpty() throws IOException {
        record(1);
        end(1);
        end(2);
        record(2);
        end(3);
        assertThat(read())
                .hasValueSatisfying(damage -> {
                    assertThat(damage.reason()).isEqualTo("an empty segment");
                    assertThat(damage.file()).hasFileName(Segment.nameOf(2));
                    assertThat(damage.sequence()).isEqualTo(2);
                });
        Files.delete(directory.resolve(Segment.nameOf(2)));
        assertThat(read())
                .hasValueSatisfying(damage -> {
                    assertThat(damage.reason()).isEqualTo("a missing segment");
                    assertThat(damage.file()).hasFileName(Segment.nameOf(3));
                    assertThat(damage.sequence()).isEqualTo(2);
                });
    }

    /// A crash may come between the tombstone and the deletion of what it covers.
    @Test
    void aSegmentThatATombstoneCoversIsNotRead() throws IOException {
        record(1);
        end(1);
        Tombstone tombstone = new Tombstone(1, 1, last, "");
        record(2);
        end(2);
        tombstone.write(directory);
        assertThat(read()).isEmpty();
        assertThat(seen).containsExactly(2L);
    }

    @Test
    void anEmptyLastSegmentIsFine() throws IOException {
        record(1);
        end(1);
        end(2);
        assertThat(read()).isEmpty();
    }

    /// Every cut of the last record is a torn tail; the same damage with a record behind it is not.
    @Test
    void aTornTailAndAHole() throws IOException {
        record(1);
        int whole = segment.size();
        record(2);
        int both = segment.size();
        record(3);
        byte[] file = segment.toByteArray();
        for (int cut = whole + 1; cut < both; cut++) {
            segment.reset();
            segment.write(file, 0, cut);
            end(1);
            assertThat(read())
                    .hasValueSatisfying(damage -> {
                        assertThat(damage.tail()).isTrue();
                        assertThat(damage.offset()).isEqualTo(whole);
                        assertThat(damage.sequence()).isEqualTo(2);
                    });
        }
        file[whole + Segment.HEAD_BYTES] ^= 1;
        segment.writeBytes(file);
        end(1);
        assertThat(read())
                .hasValueSatisfying(damage -> {
                    assertThat(damage.reason()).isEqualTo("a wrong checksum");
                    assertThat(damage.tail()).isFalse();
                });
    }

    @Test
    void theLongestRecordIsReadAndALongerOneIsDamage() throws IOException {
        assertThat(Segment.at(Segment.frame(new byte[Segment.MAX_CONTENT_BYTES], last), 0))
                .isInstanceOf(Segment.Found.Whole.class);
        assertThat(Segment.at(Segment.frame(new byte[Segment.MAX_CONTENT_BYTES + 1], last), 0))
                .isEqualTo(new Segment.Found.Damage("an impossible length"));
        assertThat(Segment.at(Segment.frame(new byte[0], last), 0))
                .isEqualTo(new Segment.Found.Damage("an impossible length"));
        assertThat(Segment.at(new byte[Segment.HEAD_BYTES - 1], 0))
                .isEqualTo(new Segment.Found.Damage("a cut head"));
        assertThat(Segment.at(new byte[5], 5)).isEqualTo(new Segment.Found.End());
    }
}

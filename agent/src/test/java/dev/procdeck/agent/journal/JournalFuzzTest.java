package dev.procdeck.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.procdeck.protocol.codec.ProtocolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/// A journal of any bytes is read up to its damage, which is named.
@Tag("fuzz")
class JournalFuzzTest {
    @FuzzTest
    void record(byte[] bytes) {
        try {
            JournalRecord record = RecordCodec.decode(bytes);
            assertThat(RecordCodec.decode(RecordCodec.encode(record))).isEqualTo(record);
        } catch (ProtocolException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    @FuzzTest
    void segment(byte[] bytes) {
        for (int at = 0; at <= bytes.length; ) {
            switch (Segment.at(bytes, at)) {
                case Segment.Found.Whole whole -> {
                    assertThat(whole.end()).isBetween(at + Segment.HEAD_BYTES, bytes.length);
                    at = whole.end();
                }
                case Segment.Found.End _ -> at = bytes.length + 1;
                case Segment.Found.Damage damage -> {
                    assertThat(damage.reason()).isNotEmpty();
                    at++;
                }
            }
        }
    }

    /// U8: a whole directory, its first segment well framed so that the reader gets to the content.
    @FuzzTest
    void directory(byte[] bytes) throws IOException {
        Path directory = Files.createTempDirectory("journal-fuzz");
        Path segment = directory.resolve(Segment.nameOf(1));
        try {
            int cut = bytes.length / 2;
            byte[] framed = Segment.frame(Arrays.copyOf(bytes, cut), new byte[Segment.HASH_BYTES]);
            byte[] file = Arrays.copyOf(framed, framed.length + bytes.length - cut);
            System.arraycopy(bytes, cut, file, framed.length, bytes.length - cut);
            Files.write(segment, file);
            long[] records = {0};
            Optional<JournalReader.Damage> damage =
                    new JournalReader(directory, record -> records[0]++).read();
            if (damage.isEmpty()) {
                assertThat(records[0]).isPositive();
            }
        } finally {
            Files.deleteIfExists(segment);
            Files.delete(directory);
        }
    }
}

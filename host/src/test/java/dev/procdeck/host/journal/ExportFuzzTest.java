package dev.procdeck.host.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.procdeck.host.services.LogLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/// What services log reaches us in the journal's export stream: any bytes end, with lines no longer
/// than we keep.
@Tag("fuzz")
class ExportFuzzTest {
    @FuzzTest
    void exportStream(byte[] bytes) throws IOException {
        ExportParser parser = new ExportParser(new ByteArrayInputStream(bytes));
        int entries = 0;
        for (Optional<LogLine> line = parser.next(); line.isPresent(); line = parser.next()) {
            assertThat(line.get().message()).hasSizeLessThanOrEqualTo(ExportParser.MOST_BYTES);
            entries++;
        }
        assertThat(entries).isLessThanOrEqualTo(bytes.length);
    }
}

package dev.procdeck.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;

/// I10: a cell of any text is one cell, and no formula.
@Tag("fuzz")
class CsvFuzzTest {
    @FuzzTest
    void cell(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        String cell = OperationExport.cell(text);
        boolean quoted = cell.startsWith("\"");
        String inner = quoted ? cell.substring(1, cell.length() - 1) : cell;
        if (quoted) {
            assertThat(inner.replace("\"\"", "")).doesNotContain("\"");
        } else {
            assertThat(inner).doesNotContain("\"", ",", "\r", "\n");
        }
        String value = inner.replace("\"\"", "\"");
        assertThat(value).isIn(text, "'" + text);
        assertThat(value).doesNotStartWith("=").doesNotStartWith("+").doesNotStartWith("-");
        assertThat(value).doesNotStartWith("@").doesNotStartWith("\t");
    }
}

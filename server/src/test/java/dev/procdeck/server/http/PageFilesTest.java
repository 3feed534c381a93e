package dev.procdeck.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.testing.Browser.Answer;
import dev.procdeck.server.testing.ServerTest;
import java.io.InputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The page's scripts and styles on their way to the browser.
class PageFilesTest extends ServerTest {
    private static final String SCRIPT = "/assets/sample.js";

    @DisplayName("A script is sent as small as its reader can take it, and kept for ever")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"gzip, deflate, br, zstd|br", "gzip|gzip", "identity|''"})
    void aScriptIsSentAsSmallAsItsReaderTakesIt(String accepted, String coding) {
        Answer script = browser().get(SCRIPT, "Accept-Encoding", accepted);
        assertThat(script.status()).isEqualTo(200);
        assertThat(script.header("Content-Encoding")).isEqualTo(coding);
        assertThat(script.header("Content-Type")).startsWith("text/javascript");
        assertThat(script.header("Cache-Control")).contains("immutable");
        if (!coding.isEmpty()) {
            assertThat(script.headers().allValues("Vary"))
                    .anyMatch(names -> names.contains("Accept-Encoding"));
        }
    }

    @Test
    @DisplayName("What is sent in Brotli is the file that the build made, whole")
    void brotliIsTheFileOfTheBuild() throws Exception {
        try (InputStream built = getClass().getResourceAsStream("/static" + SCRIPT + ".br")) {
            int length = built.readAllBytes().length;
            Answer answer = browser().send("HEAD", SCRIPT, null, "Accept-Encoding", "br");
            assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(length));
        }
        assertThat(browser().get(SCRIPT).body()).startsWith("// A script");
    }
}

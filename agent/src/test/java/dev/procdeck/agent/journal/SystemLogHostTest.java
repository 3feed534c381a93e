package dev.procdeck.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// U10: the host's real log takes a line, under the name that `procdeck audit verify` asks for.
@Tag("testhost")
@Timeout(60)
class SystemLogHostTest {
    @Test
    @DisplayName("U10: a checkpoint's line is in journald, where the journal's files do not reach")
    void journaldKeepsTheLine() throws Exception {
        String line = Checkpoint.WORD + " 1 test " + UUID.randomUUID();
        assertThat(SystemLog.write(line)).isTrue();
        while (!kept().contains(line + "\n")) {
            Thread.sleep(50);
        }
        assertThat(kept().lines()).containsOnlyOnce(line);
    }

    private static String kept() throws IOException {
        Process journal =
                new ProcessBuilder(
                                "journalctl",
                                "-q",
                                "--no-pager",
                                "-o",
                                "cat",
                                "-t",
                                "procdeck-audit")
                        .start();
        return new String(journal.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}

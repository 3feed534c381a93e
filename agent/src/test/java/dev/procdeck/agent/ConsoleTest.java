package dev.procdeck.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    @Test
    void aRecordIsOneLineWhateverIsInIt() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new Console(err, err).log("a\nb\r\u001b[31m\u2028\u202ec 进程");
        assertThat(bytes.toString(StandardCharsets.UTF_8).strip())
                .isEqualTo("agent: a\\u000Ab\\u000D\\u001B[31m\\u2028\\u202Ec 进程");
    }
}

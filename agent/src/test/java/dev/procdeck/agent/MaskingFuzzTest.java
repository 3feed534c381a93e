package dev.procdeck.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

/// I9: any command line, as bytes that a process chose.
@Tag("fuzz")
class MaskingFuzzTest {
    private static final String CANARY = "7h3canary";

    @FuzzTest
    void commandLine(byte[] bytes) {
        List<String> arguments = List.of(new String(bytes, StandardCharsets.UTF_8).split("\0", -1));
        List<String> masked = Masking.mask(arguments);
        assertThat(masked).hasSameSizeAs(arguments);
        assertThat(Masking.mask(masked)).as("masking twice changes nothing").isEqualTo(masked);
        for (String argument : arguments) {
            String text = Masking.maskText(argument);
            assertThat(Masking.maskText(text)).isEqualTo(text);
        }
    }

    /// Whatever stands before, a secret that its option names is not shown.
    @FuzzTest
    void secretBehindAnything(byte[] bytes) {
        List<String> arguments =
                new ArrayList<>(List.of(new String(bytes, StandardCharsets.UTF_8).split("\0", -1)));
        arguments.removeIf(argument -> argument.contains(CANARY));
        arguments.add("x");
        arguments.add("--password=" + CANARY);
        arguments.add("API_TOKEN=" + CANARY);
        arguments.add("https://user:" + CANARY + "@host/");
        arguments.add("--token");
        arguments.add(CANARY);
        assertThat(String.join(" ", Masking.mask(arguments))).doesNotContain(CANARY);
    }
}

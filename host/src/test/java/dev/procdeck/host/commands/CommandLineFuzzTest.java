package dev.procdeck.host.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;

/// What an administrator types becomes an argument vector or an error with its column.
@Tag("fuzz")
class CommandLineFuzzTest {
    @FuzzTest
    void typed(byte[] bytes) {
        String typed = new String(bytes, StandardCharsets.UTF_8);
        switch (CommandLine.parse(typed)) {
            case CommandLine.Invalid invalid ->
                    assertThat(invalid.column()).isBetween(1, CommandLine.MAX_LENGTH + 1);
            case CommandLine.Valid(CommandLine line) -> {
                assertThat(line.arguments()).isNotEmpty();
                assertThat(line.program()).isNotEmpty();
                for (String argument : line.arguments()) {
                    assertThat(argument.chars()).noneMatch(Character::isISOControl);
                }
                assertThat(CommandLine.parse(quoted(line)))
                        .as("quoted and parsed again it is the same")
                        .isEqualTo(new CommandLine.Valid(line));
            }
        }
    }

    private static String quoted(CommandLine line) {
        return line.arguments().stream()
                .map(argument -> "\"" + argument.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(" "));
    }
}

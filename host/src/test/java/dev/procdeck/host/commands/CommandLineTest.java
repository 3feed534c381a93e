package dev.procdeck.host.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.commands.CommandLine.Invalid;
import dev.procdeck.host.commands.CommandLine.Problem;
import dev.procdeck.host.commands.CommandLine.Valid;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @Test
    void splitsAtBlanksOutsideQuotes() {
        assertThat(parsed("supervisorctl -c /etc/supervisord.conf restart all"))
                .containsExactly("supervisorctl", "-c", "/etc/supervisord.conf", "restart", "all");
        assertThat(parsed("  a\t b  ")).containsExactly("a", "b");
        assertThat(parsed("a 'b c' \"d e\" f\\ g")).containsExactly("a", "b c", "d e", "f g");
        assertThat(parsed("a '' \"\"")).containsExactly("a", "", "");
        assertThat(parsed("a'b'\"c\"d")).containsExactly("abcd");
        assertThat(parsed("x '\\' \"\\\"\\\\\\n\"")).containsExactly("x", "\\", "\"\\\\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a;b", "a|b", "a&&b", "$(id)", "`id`", "$HOME", "*", "~", ">f", "a#b", "{a,b}", "!x"
            })
    void shellCharactersStayWhatTheyAre(String word) {
        assertThat(parsed("echo " + word)).containsExactly("echo", word);
    }

    @Test
    void errorsNameTheColumn() {
        assertThat(CommandLine.parse("")).isEqualTo(new Invalid(Problem.EMPTY, 1));
        assertThat(CommandLine.parse("  ")).isEqualTo(new Invalid(Problem.EMPTY, 1));
        assertThat(CommandLine.parse("'' x")).isEqualTo(new Invalid(Problem.EMPTY, 1));
        assertThat(CommandLine.parse("ab 'cd")).isEqualTo(new Invalid(Problem.OPEN_QUOTE, 4));
        assertThat(CommandLine.parse("ab \"c'd")).isEqualTo(new Invalid(Problem.OPEN_QUOTE, 4));
        assertThat(CommandLine.parse("ab\\")).isEqualTo(new Invalid(Problem.LONE_BACKSLASH, 3));
        assertThat(CommandLine.parse("a\0b")).isEqualTo(new Invalid(Problem.CONTROL_CHARACTER, 2));
        assertThat(CommandLine.parse("a\nb")).isEqualTo(new Invalid(Problem.CONTROL_CHARACTER, 2));
        assertThat(CommandLine.parse("a\\\nb"))
                .isEqualTo(new Invalid(Problem.CONTROL_CHARACTER, 3));
        assertThat(CommandLine.parse("a '\t'"))
                .isEqualTo(new Invalid(Problem.CONTROL_CHARACTER, 4));
        assertThat(CommandLine.parse("a\ud800"))
                .isEqualTo(new Invalid(Problem.BROKEN_CHARACTER, 2));
        assertThat(CommandLine.parse("a ".repeat(3000)))
                .isEqualTo(new Invalid(Problem.TOO_LONG, CommandLine.MAX_LENGTH + 1));
        assertThat(CommandLine.parse("a ".repeat(257)))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        invalid ->
                                assertThat(invalid.problem())
                                        .isEqualTo(Problem.TOO_MANY_ARGUMENTS));
    }

    /// Any arguments, quoted, come back as they were.
    @Test
    void quotingRoundTrips() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String alphabet = "ab '\"\\$`*;|&-=中😀é";
        for (int round = 0; round < 2_000; round++) {
            List<String> arguments = new ArrayList<>(List.of("p"));
            StringBuilder typed = new StringBuilder("p");
            for (int i = random.nextInt(5); i > 0; i--) {
                StringBuilder argument = new StringBuilder();
                for (int j = random.nextInt(8); j > 0; j--) {
                    int at = random.nextInt(alphabet.codePointCount(0, alphabet.length()));
                    argument.appendCodePoint(
                            alphabet.codePointAt(alphabet.offsetByCodePoints(0, at)));
                }
                arguments.add(argument.toString());
                typed.append(" '").append(argument.toString().replace("'", "'\\''")).append('\'');
            }
            assertThat(parsed(typed.toString())).describedAs("seed %d", seed).isEqualTo(arguments);
        }
    }

    private static List<String> parsed(String typed) {
        assertThat(CommandLine.parse(typed)).isInstanceOf(Valid.class);
        return ((Valid) CommandLine.parse(typed)).line().arguments();
    }
}

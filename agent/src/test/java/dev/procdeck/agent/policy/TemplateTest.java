package dev.procdeck.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Role;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    private static final String LINE =
            "template rotate /usr/local/bin/rotate --level={level} --mode {mode} -- {unit} {name}"
                    + " with level=int[1,9] mode=enum[fast,slow] unit=unit[web-*.service]"
                    + " name=token as backup\n";

    @Test
    void aTemplateIsReadAndFilled() throws Exception {
        CommandTemplate template = Policy.parse("f", LINE).templates().getFirst();
        assertThat(template.id()).isEqualTo("rotate");
        assertThat(template.runAs()).isEqualTo("backup");
        Map<String, String> values =
                Map.of("level", "9", "mode", "slow", "unit", "web-1.service", "name", "a.b-c_d");
        assertThat(template.fill(values))
                .isEqualTo(
                        new CommandTemplate.Vector(
                                List.of(
                                        "/usr/local/bin/rotate",
                                        "--level=9",
                                        "--mode",
                                        "slow",
                                        "--",
                                        "web-1.service",
                                        "a.b-c_d"),
                                List.of("web-1.service")));
    }

    @ParameterizedTest
    @CsvSource({
        "level, 0",
        "level, 10",
        "level, 01",
        "level, +1",
        "level, 1.0",
        "level, ' 1'",
        "level, ''",
        "level, -1",
        "level, 99999999999999999999",
        "mode, quick",
        "mode, ''",
        "mode, FAST",
        "unit, db.service",
        "unit, web-1",
        "unit, web-a b.service",
        "unit, web-*.service",
        "unit, -web",
        "unit, web-../x.service",
        "unit, 'web-1.service '",
        "name, -x",
        "name, ''",
        "name, a/b",
        "name, 'a b'",
        "name, {level}",
        "name, 'a\nb'",
        "name, ä"
    })
    void aValueThatIsNotOfItsTypeIsRefused(String parameter, String value) throws Exception {
        CommandTemplate template = Policy.parse("f", LINE).templates().getFirst();
        Map<String, String> values =
                new java.util.HashMap<>(
                        Map.of(
                                "level", "1",
                                "mode", "fast",
                                "unit", "web-1.service",
                                "name", "x"));
        values.put(parameter, value);
        assertThat(template.fill(values))
                .isEqualTo(new CommandTemplate.Wrong("value_invalid", parameter));
        values.remove(parameter);
        assertThat(template.fill(values))
                .isEqualTo(new CommandTemplate.Wrong("value_missing", parameter));
    }

    /// A pattern that fits the short form too does not make it a name.
    @Test
    void aUnitIsNamedInFull() throws Exception {
        CommandTemplate template =
                Policy.parse("f", "template t /bin/x {u} with u=unit[web*]\n")
                        .templates()
                        .getFirst();
        assertThat(template.fill(Map.of("u", "web-1.service")))
                .isInstanceOf(CommandTemplate.Vector.class);
        assertThat(template.fill(Map.of("u", "web-1")))
                .isEqualTo(new CommandTemplate.Wrong("value_invalid", "u"));
    }

    @Test
    void aValueThatNobodyAskedForIsRefused() throws Exception {
        CommandTemplate template = Policy.parse("f", "template t /bin/x\n").templates().getFirst();
        assertThat(template.fill(Map.of("more", "x")))
                .isEqualTo(new CommandTemplate.Wrong("value_unknown", "more"));
        assertThat(template.fill(Map.of()))
                .isEqualTo(new CommandTemplate.Vector(List.of("/bin/x"), List.of()));
    }

    /// Whatever is typed, an accepted value stays inside its one argument and begins no option.
    @Test
    void anyAcceptedValueIsOneArgument() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        CommandTemplate template =
                Policy.parse("f", "template t /bin/x a {v} b with v=token\n")
                        .templates()
                        .getFirst();
        String alphabet = "ab09._-{}$;|&<> \t\n'\"\\/*?=,\u0000é";
        for (int i = 0; i < 50_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int n = random.nextInt(5); n >= 0; n--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            if (template.fill(Map.of("v", value.toString()))
                    instanceof CommandTemplate.Vector(List<String> arguments, List<String> _)) {
                assertThat(arguments)
                        .as("seed %d", seed)
                        .containsExactly("/bin/x", "a", value.toString(), "b");
                assertThat(value.toString()).matches("[A-Za-z0-9._][A-Za-z0-9._-]*");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "template",
                "template t",
                "template T /bin/x",
                "template -t /bin/x",
                "template t bin/x",
                "template t x",
                "template t /bin/x {a}",
                "template t /bin/x {a} with",
                "template t /bin/x {a} with a",
                "template t /bin/x {a} with a=",
                "template t /bin/x {a} with a=text",
                "template t /bin/x {a} with =token",
                "template t /bin/x {a} with a=token[x]",
                "template t /bin/x {a} with a=enum",
                "template t /bin/x {a} with a=enum[]",
                "template t /bin/x {a} with a=enum[a,,b]",
                "template t /bin/x {a} with a=enum[a,a]",
                "template t /bin/x {a} with a=int[9,1]",
                "template t /bin/x {a} with a=int[1]",
                "template t /bin/x {a} with a=int[01,2]",
                "template t /bin/x {a} with a=int[1,2] a=token",
                "template t /bin/x {a} with A=token",
                "template t /bin/x with a=token",
                "template t /bin/x {a}{b} with a=token b=token",
                "template t /bin/x {a} {a with a=token",
                "template t /bin/x {a}} with a=token",
                "template t /bin/x {a} with a=int[-1,2]",
                "template t /bin/x {a} with a=enum[-x,y]",
                "template t /bin/x as",
                "template t /bin/x as a b",
                "template t /bin/x\ntemplate t /bin/y",
                "allow operator template t",
                "template t /bin/x\nallow operator template u",
                "template t /bin/x\nallow operator template",
            })
    void whatIsNotUnderstoodIsAnError(String text) {
        assertThatThrownBy(() -> Policy.parse("f", text + "\n"))
                .isInstanceOf(PolicySyntaxException.class);
    }

    @Test
    void aDashIsFineBehindDashesOrAnOption() throws Exception {
        for (String arguments : List.of("-- {a}", "--by={a}")) {
            CommandTemplate template =
                    Policy.parse("f", "template t /bin/x " + arguments + " with a=int[-5,5]\n")
                            .templates()
                            .getFirst();
            assertThat(template.fill(Map.of("a", "-5"))).isInstanceOf(CommandTemplate.Vector.class);
        }
    }

    @Test
    void theSmallestThatIsAccepted() throws Exception {
        for (String line :
                List.of(
                        "template t /bin/x as nobody",
                        "template t /bin/x {a} with a=int[0,0]",
                        "template t /bin/x {a} with a=enum[x]",
                        "template t /bin/x" + " a".repeat(64))) {
            CommandTemplate template = Policy.parse("f", line + "\n").templates().getFirst();
            assertThat(template.id()).as(line).isEqualTo("t");
            assertThat(template.runAs())
                    .as(line)
                    .isEqualTo(line.endsWith("nobody") ? "nobody" : null);
        }
        assertThatThrownBy(() -> Policy.parse("f", "template t /bin/x" + " a".repeat(65) + "\n"))
                .hasMessageContaining("more than 64");
    }

    /// A place belongs to the parameter of its own name, whichever was declared first.
    @Test
    void placesAreFilledByName() throws Exception {
        CommandTemplate template =
                Policy.parse("f", "template t /bin/x {b} {a} with a=int[1,2] b=int[3,4]\n")
                        .templates()
                        .getFirst();
        assertThat(template.fill(Map.of("a", "1", "b", "3")))
                .isEqualTo(new CommandTemplate.Vector(List.of("/bin/x", "3", "1"), List.of()));
        assertThatThrownBy(() ->
                        Policy.parse("f", "template t /bin/x {b} {a} with a=token b=int[-1,2]\n"))
                .hasMessageContaining("{b} may begin with a dash");
    }

    @Test
    void rulesSayWhoMayRunIt() throws Exception {
        Policy policy =
                Policy.parse(
                        "f",
                        "template a-one /bin/x\ntemplate a-two /bin/x\ntemplate b /bin/x\n"
                                + "allow operator template a-*\ndeny user:eve template a-two\n"
                                + "allow user:bob template b\n");
        assertThat(may(policy, "ann", Role.OPERATOR, "a-one")).isTrue();
        assertThat(may(policy, "ann", Role.ADMIN, "a-two")).isTrue();
        assertThat(may(policy, "eve", Role.ADMIN, "a-two")).isFalse();
        assertThat(may(policy, "ann", Role.ADMIN, "b")).isFalse();
        assertThat(may(policy, "bob", Role.OPERATOR, "b")).isTrue();
        assertThat(may(policy, "bob", Role.VIEWER, "b")).isFalse();
        assertThat(may(policy, "bob", Role.ADMIN, "none")).isFalse();
    }

    @Test
    void lookOnlyRunsNothing() {
        Policy policy = Policy.lookOnly("f", LookOnly.because(Path.of("f"), PolicyFault.MISSING));
        assertThat(policy.templates()).isEmpty();
        assertThat(may(policy, "ann", Role.ADMIN, "a")).isFalse();
    }

    private static boolean may(Policy policy, String name, Role role, String id) {
        return policy.decideTemplate(new Actor(name, role, "::1", "s", Instant.EPOCH), id)
                instanceof Decision.Allowed;
    }
}

package dev.procdeck.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.procdeck.protocol.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is wrong with a policy is told with its line, to the command line and to pages of either
/// language.
class PolicyFaultTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "permit admin § “permit” where protect|confirm|require|template|allow|deny belongs",
                "protect user a § “user” where unit belongs",
                "protect § unit is missing",
                "protect unit § UNIT is missing",
                "confirm unit § UNIT is missing",
                "require § admin|operator|viewer is missing",
                "require root § “root” where admin|operator|viewer belongs",
                "require admin totp § “totp” where second-factor belongs",
                "require admin second-factor now § “now” is too much",
                "allow § admin|operator|viewer|user:NAME is missing",
                "allow root § “root” where admin|operator|viewer|user:NAME belongs",
                "allow admin § VERBS|signal|priority|template|program is missing",
                "allow admin start,fly on * § “fly” is not a verb",
                "allow admin any in * § “in” where on belongs",
                "allow admin any on § UNIT is missing",
                "allow admin signal § any|SIGNALS is missing",
                "allow admin signal TERM,NOPE § “NOPE” is not a signal",
                "allow admin signal TERM now § “now” is too much",
                "allow admin priority always § “always” is too much",
                "allow admin template § TEMPLATE is missing",
                "allow admin template t § there is no template “t”",
                "allow admin program § PROGRAM is missing",
                "allow operator program /x § programs are for admin alone",
                "allow admin program bin/x § “bin/x” is neither a name nor an absolute path",
                "allow admin program /x a,,b § “a,,b” has an empty part",
                "allow admin program /x as § ACCOUNT is missing",
                "allow admin program /x a as bob now § “now” is too much",
                "template § NAME is missing",
                "template t § PROGRAM is missing",
                "template T /x § “T” is not a name of small letters, digits and dashes",
                "template t x § “x” is not an absolute path, as a template's program is",
                "template t /x as a b § “as ACCOUNT” is the end of a template",
                "template t /x {a} with § NAME=TYPE is missing",
                "template t /x {a} with a § “a” is not NAME=TYPE with a name of its own",
                "template t /x {a} with a=b § “b” where enum[A,B]|int[MIN,MAX]|unit[GLOB,…]|token belongs",
                "template t /x {a} with a=enum[a,,b] § “a,,b” has an empty part",
                "template t /x {a} with a=unit[a,a] § “a,a” has a part twice",
                "template t /x {a} with a=int[1] § “1” where MIN,MAX belongs",
                "template t /x {a} with a=int[9,1] § “9,1” is no range",
                "template t /x {a} § {a} has no type after “with”",
                "template t /x {wanted} § {wanted} has no type after “with”",
                "template t /x {a} with a=int[-1,1] § {a} may begin with a dash: put “--” before it",
                "template t /x {a}{b} with a=token b=token § “{a}{b}” has two places; one value is one argument",
                "template t /x {a}} with a=token § “{a}}” has a brace that is no place",
                "template t /x with a=token § a is not used",
                "template $1 /x § “$1” is not a name of small letters, digits and dashes",
            })
    void aLineIsToldWithWhatIsWrongInIt(String line, String sentence) {
        assertThat(wrong("# first\n\n" + line + "\n")).hasMessage("line 3: " + sentence);
    }

    @Test
    void aFileIsToldWithTheLineThatSpoilsIt() {
        assertThat(wrong("allow"))
                .hasMessage("line 1: does not end with a line end: half-written?");
        assertThat(wrong("template t /x\n".repeat(2))).hasMessage("line 2: a second template “t”");
        assertThat(wrong("template t /x" + " a".repeat(65) + "\n"))
                .hasMessage("line 1: more than 64 arguments");
    }

    @Test
    void theLongestWordThatIsShownWholeIsOfAHundredCharacters() {
        for (int length : new int[] {100, 101, 10_000}) {
            String shown = "x".repeat(Math.min(length, 100)) + (length > 100 ? "…" : "");
            assertThat(wrong("x".repeat(length) + "\n").parameters()).containsEntry("value", shown);
        }
    }

    @Test
    void thePageIsToldTheSameInCodesAndValues() {
        Path file = Path.of("/etc/procdeck/policy");
        LookOnly line = LookOnly.because(file, wrong("\nallow root\n"));
        assertThat(line.sentence())
                .isEqualTo(
                        "/etc/procdeck/policy, line 2: “root” where admin|operator|viewer|user:NAME belongs");
        assertThat(line.problem())
                .isEqualTo(
                        new Problem(
                                Problem.Category.DENIED,
                                "look_only",
                                Map.of(
                                        "reason",
                                        "word_wrong",
                                        "path",
                                        "/etc/procdeck/policy",
                                        "line",
                                        "2",
                                        "value",
                                        "root",
                                        "wanted",
                                        "admin|operator|viewer|user:NAME")));
        LookOnly folder = LookOnly.because(file, PolicyFault.WRITABLE_BY_OTHERS, "/etc/procdeck");
        assertThat(folder.sentence()).isEqualTo("/etc/procdeck can be written by others");
        assertThat(folder.parameters())
                .containsEntry("reason", "writable_by_others")
                .containsEntry("value", "/etc/procdeck")
                .doesNotContainKey("line");
    }

    /// The page's own sentences, by the code of each fault and with the blanks that it fills.
    @Test
    void everyFaultIsToldInBothLanguages() throws Exception {
        Map<String, Set<String>> faults =
                Arrays.stream(PolicyFault.values())
                        .collect(
                                Collectors.toMap(
                                        PolicyFault::code,
                                        fault -> blanks(fault.sentence(Map.of()), "\\{(\\w+)}")));
        assertThat(told("en")).isEqualTo(faults);
        assertThat(told("zh-cn")).isEqualTo(faults);
    }

    private static Map<String, Set<String>> told(String language) throws Exception {
        String all = Files.readString(Path.of("../web/src/i18n", language, "policy-fault.json"));
        Map<String, Set<String>> told = new TreeMap<>();
        Matcher lines = Pattern.compile("\"(\\w+)\": \"(.*)\"").matcher(all);
        while (lines.find()) {
            told.put(lines.group(1), blanks(lines.group(2), "\\{\\{(\\w+)}}"));
        }
        return told;
    }

    private static Set<String> blanks(String text, String blank) {
        return Pattern.compile(blank)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static PolicySyntaxException wrong(String text) {
        return catchThrowableOfType(PolicySyntaxException.class, () -> Policy.parse("f", text));
    }
}

package dev.procdeck.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;

/// A policy file of any bytes is rules or a refusal with its line.
@Tag("fuzz")
class PolicyFuzzTest {
    @FuzzTest
    void policy(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            List<Rule> rules = PolicyParser.parse(text);
            assertThat(text)
                    .satisfiesAnyOf(
                            t -> assertThat(t).isEmpty(), t -> assertThat(t).endsWith("\n"));
            assertThat(rules.size()).isLessThanOrEqualTo((int) text.lines().count());
            Policy.parse("fuzz", text);
        } catch (PolicySyntaxException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    /// Judging a name is quick whatever the pattern: no backtracking that doubles with each star.
    @FuzzTest
    void glob(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int cut = text.length() / 2;
        try {
            new Glob(text.substring(0, cut)).matches(text.substring(cut));
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }
}

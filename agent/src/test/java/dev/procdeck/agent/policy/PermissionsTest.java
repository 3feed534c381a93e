package dev.procdeck.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.protocol.answer.Permission;
import dev.procdeck.protocol.answer.PolicyExplanation;
import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Role;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What people are told of the policy before they act, and what it says of programs.
class PermissionsTest {
    private static final String TEXT =
            "allow operator start,reset-failed on web-*\n"
                    + "allow user:ann stop on db.service\n"
                    + "deny user:bob program /opt/ctl\n"
                    + "allow admin program /opt/ctl status,show\n"
                    + "deny user:eve program /opt/ctl status\n"
                    + "allow user:ann program tool as backup\n"
                    + "protect unit mine.service\n"
                    + "confirm unit db.service\n";

    @ParameterizedTest
    @CsvSource({
        "ann, OPERATOR, START, allowed",
        "ann, OPERATOR, RESET_FAILED, allowed",
        "ann, OPERATOR, STOP, allowed",
        "bob, OPERATOR, STOP, policy_denied",
        "bob, ADMIN, START, allowed",
        "bob, ADMIN, ENABLE, policy_denied",
        "ann, VIEWER, START, role_denied"
    })
    void whetherThereIsAnyUnit(String name, Role role, ServiceVerb verb, String expected)
            throws Exception {
        assertThat(word(policy().decideAnyService(actor(name, role), verb))).isEqualTo(expected);
    }

    @Test
    void whetherThereIsAnyProgram() throws Exception {
        assertThat(word(policy().decideAnyProgram(actor("zoe", Role.ADMIN)))).isEqualTo("allowed");
        assertThat(word(policy().decideAnyProgram(actor("ann", Role.OPERATOR))))
                .isEqualTo("role_denied");
        assertThat(
                        Policy.parse("f", "allow admin any on *\n")
                                .decideAnyProgram(actor("zoe", Role.ADMIN)))
                .isEqualTo(
                        new Decision.Refused(
                                "policy_denied", Map.of("act", "command", "target", "")));
    }

    /// A rule with a path speaks of that path alone, one with a name of root's folders alone.
    @ParameterizedTest
    @CsvSource({
        "zoe, /opt/ctl, status, allowed",
        "zoe, /opt/ctl, restart, subcommand_not_allowed",
        "zoe, /opt/ctl2, status, program_not_allowed",
        "zoe, /usr/bin/ctl, status, program_not_allowed",
        "zoe, /usr/bin/tool, , program_not_allowed",
        "ann, /usr/bin/tool, , allowed",
        "ann, /opt/tool, , program_not_allowed",
        "bob, /opt/ctl, status, policy_denied",
        "bob, /opt/ctl, , policy_denied",
        "eve, /opt/ctl, status, policy_denied",
        "eve, /opt/ctl, show, allowed",
        "eve, /opt/ctl, , subcommand_not_allowed"
    })
    void programs(String name, String path, String subcommand, String expected) throws Exception {
        assertThat(
                        word(
                                policy().decideProgram(actor(name, Role.ADMIN), path, subcommand)
                                        .decision()))
                .isEqualTo(expected);
    }

    @Test
    void aProgramsRuleSaysAsWhomAndADenialIsCited() throws Exception {
        Policy policy = policy();
        ProgramDecision tool =
                policy.decideProgram(actor("ann", Role.ADMIN), "/usr/bin/tool", null);
        assertThat(tool.runAs()).isEqualTo("backup");
        assertThat(tool.listed()).isTrue();
        ProgramDecision denied =
                policy.decideProgram(actor("bob", Role.ADMIN), "/opt/ctl", "status");
        assertThat(denied.listed()).isTrue();
        assertThat(denied.judgement().citations())
                .containsExactly(
                        new Judgement.Citation(
                                "f", 3, "deny user:bob program /opt/ctl", "deny", true));
        assertThat(policy.decideProgram(actor("zoe", Role.ADMIN), "/opt/x", null).listed())
                .isFalse();
    }

    @Test
    void rowsShowWhatIsProtected() throws Exception {
        Policy policy = policy();
        assertThat(policy.protectionOf(null)).isNull();
        assertThat(policy.protectionOf("mine.service")).isEqualTo("refused");
        assertThat(policy.protectionOf("dbus.service")).isEqualTo("refused");
        assertThat(policy.protectionOf("db.service")).isEqualTo("confirm");
        assertThat(policy.protectionOf("web-1.service")).isNull();
        assertThat(policy.isProtected("mine.service")).isTrue();
        assertThat(policy.isProtected("db.service")).isFalse();
        assertThat(policy.needsConfirmation("db.service")).isTrue();
        assertThat(policy.needsConfirmation("mine.service")).isFalse();
        assertThat(policy.lines()).hasSize(8).contains("protect unit mine.service");
    }

    /// What a file allows is judged by the file alone: of the default only the protections stay.
    @Test
    void theDefaultAllowsNothingBesideAFile() throws Exception {
        Policy policy = Policy.parse("f", "allow operator start on a.service\n");
        assertThat(word(policy.decideSignal(actor("zoe", Role.ADMIN), "TERM")))
                .isEqualTo("policy_denied");
        assertThat(
                        policy.decideService(
                                actor("zoe", Role.ADMIN), ServiceVerb.RESET_FAILED, "a.service"))
                .isEqualTo(
                        new Decision.Refused(
                                "policy_denied",
                                Map.of("act", "reset-failed", "target", "a.service")));
        assertThat(policy.templates()).isEmpty();
    }

    /// `.service` is meant only by a name that has no dot at all.
    @Test
    void aNameWithADotIsThatNameAlone() throws Exception {
        Policy policy = Policy.parse("f", "allow operator start on .x.service a.service\n");
        assertThat(word(start(policy, "a"))).isEqualTo("allowed");
        assertThat(word(start(policy, ".x"))).isEqualTo("policy_denied");
    }

    @Test
    void aDecisionAsPeopleAreTold() throws Exception {
        assertThat(new Decision.Allowed().toPermission())
                .isEqualTo(new Permission(true, null, Map.of()));
        assertThat(new Decision.NeedsConfirmation("db.service").toPermission())
                .isEqualTo(
                        new Permission(
                                true, "confirmation_required", Map.of("name", "db.service")));
        assertThat(new Decision.Refused("look_only", Map.of("reason", "x")).toPermission())
                .isEqualTo(new Permission(false, "look_only", Map.of("reason", "x")));
        PolicyExplanation explained =
                policy().judgeService(actor("ann", Role.OPERATOR), ServiceVerb.STOP, "mine.service")
                        .toExplanation("mine.service");
        assertThat(explained.target()).isEqualTo("mine.service");
        assertThat(explained.permission().allowed()).isFalse();
        assertThat(explained.lines())
                .containsExactly(
                        new PolicyExplanation.Line(
                                "f", 7, "protect unit mine.service", "protect", true));
    }

    @Test
    void signalsAreThoseThatARuleNames() throws Exception {
        Policy policy = Policy.parse("f", "allow operator signal TERM,HUP\n");
        assertThat(word(policy.decideSignal(actor("ann", Role.OPERATOR), "HUP")))
                .isEqualTo("allowed");
        assertThat(word(policy.decideSignal(actor("ann", Role.OPERATOR), "KILL")))
                .isEqualTo("policy_denied");
        assertThat(
                        word(
                                Policy.parse("f", "allow operator signal any\n")
                                        .decideSignal(actor("ann", Role.OPERATOR), "KILL")))
                .isEqualTo("allowed");
    }

    @Test
    void aTextOfOneMebibyteIsReadAndALongerOneIsNot() throws Exception {
        String longest = "#".repeat(PolicyParser.MAX_CHARACTERS - 1) + "\n";
        assertThat(Policy.parse("f", longest).lookOnly()).isNull();
        assertThatThrownBy(() -> Policy.parse("f", longest + "\n"))
                .isInstanceOf(PolicySyntaxException.class)
                .hasMessageContaining("longer than 1 MiB");
    }

    @ParameterizedTest
    @CsvSource({
        "protect user dbus.service",
        "confirm user dbus.service",
        "allow operator program as",
        "deny operator start off a"
    })
    void wordsInWrongPlacesAreErrors(String line) {
        assertThatThrownBy(() -> Policy.parse("f", line + "\n"))
                .isInstanceOf(PolicySyntaxException.class);
    }

    /// Programs are an administrator's alone, but they may be denied to anybody.
    @Test
    void aProgramMayBeDeniedToEveryRole() throws Exception {
        assertThat(
                        word(
                                Policy.parse(
                                                "f",
                                                "deny operator program ls\nallow admin program ls\n")
                                        .decideProgram(actor("zoe", Role.ADMIN), "/usr/bin/ls", "")
                                        .decision()))
                .isEqualTo("allowed");
    }

    @Test
    void withoutANameTheFileIsTheOneInEtc() {
        PolicyStore named = new PolicyStore(Path.of("/nonexistent/policy"), 0, null, _ -> {});
        assertThat(named.current().lookOnly())
                .isEqualTo(LookOnly.because(Path.of("/nonexistent/policy"), PolicyFault.MISSING));
        assertThat(named.current().source()).isEqualTo("/nonexistent/policy");
        assertThat(new PolicyFile(PolicyStore.DEFAULT_PATH, 0).path())
                .isEqualTo(Path.of("/etc/procdeck/policy"));
    }

    private static Decision start(Policy policy, String unit) {
        return policy.decideService(actor("ann", Role.OPERATOR), ServiceVerb.START, unit);
    }

    private static Policy policy() throws PolicySyntaxException {
        return Policy.parse("f", TEXT);
    }

    private static Actor actor(String name, Role role) {
        return new Actor(name, role, "::1", "s", Instant.EPOCH);
    }

    private static String word(Decision decision) {
        return switch (decision) {
            case Decision.Allowed _ -> "allowed";
            case Decision.NeedsConfirmation _ -> "confirm";
            case Decision.Refused refused -> refused.code();
        };
    }
}

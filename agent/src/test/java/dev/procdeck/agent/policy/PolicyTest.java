package dev.procdeck.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Role;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final Policy DEFAULT = Policy.builtIn();
    private static final LookOnly WHY =
            LookOnly.because(Path.of("/p"), PolicyFault.NOT_ROOTS, "/p");

    @Test
    void theLeastRoleThatIsNamedMustHaveASecondFactor() throws Exception {
        assertThat(DEFAULT.secondFactorFrom()).isNull();
        assertThat(Policy.lookOnly("a file", WHY).secondFactorFrom()).isNull();
        String admins = "require admin second-factor\n";
        assertThat(Policy.parse("a file", admins).secondFactorFrom()).isEqualTo(Role.ADMIN);
        assertThat(
                        Policy.parse("a file", admins + "require operator second-factor # all\n")
                                .secondFactorFrom())
                .isEqualTo(Role.OPERATOR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "require",
                "require second-factor",
                "require admin",
                "require root second-factor",
                "require user:kim second-factor",
                "require admin totp",
                "require admin second-factor always"
            })
    void aRequirementThatIsNotUnderstoodIsAnError(String line) {
        assertThatThrownBy(() -> Policy.parse("a file", line + "\n"))
                .isInstanceOf(PolicySyntaxException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "ADMIN, START, nginx.service, allowed",
        "ADMIN, ENABLE, nginx.service, allowed",
        "ADMIN, RESET_FAILED, nginx.service, allowed",
        "OPERATOR, RESTART, nginx.service, allowed",
        "OPERATOR, STOP, web:api, allowed",
        "OPERATOR, ENABLE, nginx.service, policy_denied",
        "OPERATOR, RELOAD, nginx.service, policy_denied",
        "OPERATOR, START, multi-user.target, policy_denied",
        "VIEWER, START, nginx.service, role_denied",
        "ADMIN, STOP, init.scope, protected_unit",
        "ADMIN, STOP, system.slice, protected_unit",
        "ADMIN, STOP, user@1000.service, protected_unit",
        "ADMIN, RESTART, dbus.service, protected_unit",
        "ADMIN, RESTART, dbus, protected_unit",
        "ADMIN, RESTART, dbus-broker.service, protected_unit",
        "ADMIN, STOP, systemd-journald.service, protected_unit",
        "ADMIN, STOP, systemd-journald-dev-log.socket, protected_unit",
        "ADMIN, STOP, systemd-logind.service, protected_unit",
        "ADMIN, STOP, systemd-udevd.service, protected_unit",
        "ADMIN, STOP, procdeck-agent.service, protected_unit",
        "ADMIN, RESTART, systemd-resolved.service, confirm",
        "OPERATOR, RESTART, systemd-timesyncd.service, confirm",
        "ADMIN, STOP, ssh.service, confirm",
        "ADMIN, STOP, sshd.service, confirm",
        "ADMIN, STOP, sshd@4-10.0.0.1:22.service, confirm",
        "ADMIN, START, poweroff.target, confirm",
    })
    void theDefaultDecides(Role role, ServiceVerb verb, String unit, String expected) {
        assertThat(word(DEFAULT.decideService(actor("a", role), verb, unit))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "ADMIN, /usr/bin/systemctl, restart, allowed",
        "ADMIN, /usr/bin/systemctl, enable, subcommand_not_allowed",
        "ADMIN, /usr/bin/systemctl, , subcommand_not_allowed",
        "ADMIN, /opt/evil/systemctl, restart, program_not_allowed",
        "ADMIN, /usr/bin/supervisorctl, restart, allowed",
        "ADMIN, /usr/bin/docker, ps, allowed",
        "ADMIN, /usr/bin/docker, run, subcommand_not_allowed",
        "ADMIN, /usr/bin/docker, exec, subcommand_not_allowed",
        "ADMIN, /bin/sh, -c, program_not_allowed",
        "OPERATOR, /usr/bin/systemctl, restart, role_denied",
    })
    void theDefaultListsPrograms(Role role, String path, String subcommand, String expected) {
        assertThat(word(DEFAULT.decideProgram(actor("a", role), path, subcommand).decision()))
                .isEqualTo(expected);
    }

    @Test
    void aDenialWinsWhereverItStands() throws Exception {
        for (String text :
                new String[] {
                    "deny operator stop on postgres*\nallow operator any on *\n",
                    "allow operator any on *\ndeny operator stop on postgres*\n"
                }) {
            Policy policy = Policy.parse("f", text);
            assertThat(word(decide(policy, Role.OPERATOR, ServiceVerb.STOP, "postgresql.service")))
                    .isEqualTo("policy_denied");
            assertThat(word(decide(policy, Role.OPERATOR, ServiceVerb.START, "postgresql.service")))
                    .isEqualTo("allowed");
            assertThat(word(decide(policy, Role.ADMIN, ServiceVerb.STOP, "postgresql.service")))
                    .isEqualTo("allowed");
        }
    }

    @Test
    void aRuleForOnePersonSpeaksOfThatPersonAlone() throws Exception {
        Policy policy =
                Policy.parse(
                        "f",
                        "allow user:ann restart on web.service\n"
                                + "allow operator start on *\n"
                                + "deny user:bob start on web.service\n");
        assertThat(
                        word(
                                policy.decideService(
                                        actor("ann", Role.OPERATOR),
                                        ServiceVerb.RESTART,
                                        "web.service")))
                .isEqualTo("allowed");
        assertThat(
                        word(
                                policy.decideService(
                                        actor("bob", Role.OPERATOR),
                                        ServiceVerb.RESTART,
                                        "web.service")))
                .isEqualTo("policy_denied");
        assertThat(
                        word(
                                policy.decideService(
                                        actor("bob", Role.OPERATOR),
                                        ServiceVerb.START,
                                        "web.service")))
                .isEqualTo("policy_denied");
        assertThat(
                        word(
                                policy.decideService(
                                        actor("ann", Role.VIEWER),
                                        ServiceVerb.RESTART,
                                        "web.service")))
                .as("a viewer never acts")
                .isEqualTo("role_denied");
    }

    @Test
    void whatTheDefaultProtectsStaysProtected() throws Exception {
        Policy policy = Policy.parse("f", "allow admin any on *\n");
        assertThat(word(decide(policy, Role.ADMIN, ServiceVerb.STOP, "dbus.service")))
                .isEqualTo("protected_unit");
        assertThat(word(decide(policy, Role.ADMIN, ServiceVerb.STOP, "ssh.service")))
                .isEqualTo("confirm");
    }

    /// S1: one by one too, and of nothing else.
    @Test
    void processesOfProtectedUnitsAreLeftAlone() throws Exception {
        for (Policy policy :
                new Policy[] {
                    DEFAULT, Policy.parse("f", "allow admin any on *\nprotect unit web-*\n")
                }) {
            assertThat(policy.protectsProcessesOf("dbus.service")).isTrue();
            assertThat(policy.protectsProcessesOf("user@0.service")).isTrue();
            assertThat(policy.protectsProcessesOf("ssh.service")).isFalse();
            assertThat(policy.protectsProcessesOf("nginx.service")).isFalse();
            assertThat(policy.protectsProcessesOf("web-a.service")).isEqualTo(policy != DEFAULT);
        }
    }

    @Test
    void programsThatSomebodyMayRunAreListedWithTheirLines() throws Exception {
        Policy policy =
                Policy.parse(
                        "f",
                        "allow admin any on *\n"
                                + "allow admin program /opt/ctl start\n"
                                + "deny admin program /opt/evil\n"
                                + "template backup /opt/backup --all\n"
                                + "allow user:ann program tail\n");
        assertThat(policy.programs())
                .containsExactly(
                        new Policy.NamedProgram(2, "/opt/ctl"),
                        new Policy.NamedProgram(4, "/opt/backup"),
                        new Policy.NamedProgram(5, "tail"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allow\n",
                "allow admin\n",
                "allow admin any\n",
                "allow admin any on\n",
                "allow admin fly on *\n",
                "allow root any on *\n",
                "allow user: any on *\n",
                "permit admin any on *\n",
                "protect dbus.service\n",
                "allow admin signal\n",
                "allow admin signal NOPE\n",
                "allow admin signal TERM now\n",
                "allow admin priority always\n",
                "allow admin program\n",
                "allow admin program bin/x\n",
                "allow admin program /x a,,b\n",
                "allow admin program /x a as\n",
                "allow admin program /x a as bob now\n",
                "allow operator program /x\n",
                "allow admin any on *",
            })
    void whatIsNotUnderstoodNamesItsLine(String line) {
        String text = "# first\n\n" + line;
        assertThatThrownBy(() -> Policy.parse("f", text))
                .isInstanceOf(PolicySyntaxException.class)
                .hasMessageStartingWith("line 3: ");
    }

    /// For any rules at all, a higher role may do whatever a lower one may.
    @Test
    void aHigherRoleNeverMayLess() throws Exception {
        String[] who = {"admin", "operator", "viewer", "user:a"};
        String[] globs = {"*", "a*", "a.service", "?.service", "b.service"};
        String[] units = {"a.service", "b.service", "ab.service"};
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(6); i >= 0; i--) {
                text.append(random.nextInt(3) == 0 ? "deny " : "allow ")
                        .append(who[random.nextInt(who.length)])
                        .append(random.nextBoolean() ? " start,stop on " : " any on ")
                        .append(globs[random.nextInt(globs.length)])
                        .append('\n');
            }
            Policy policy = Policy.parse("f", text.toString());
            for (String unit : units) {
                for (ServiceVerb verb : ServiceVerb.values()) {
                    boolean lower = false;
                    for (Role role : Role.values()) {
                        boolean may = word(decide(policy, role, verb, unit)).equals("allowed");
                        assertThat(may || !lower)
                                .as("seed %d, %s %s %s:\n%s", seed, role, verb, unit, text)
                                .isTrue();
                        lower = may;
                    }
                }
            }
        }
    }

    @Test
    void lookOnlyMeansLookOnly() {
        Policy policy = Policy.lookOnly("f", WHY);
        Actor admin = actor("a", Role.ADMIN);
        assertThat(policy.decideService(admin, ServiceVerb.START, "a.service"))
                .isEqualTo(new Decision.Refused("look_only", WHY.parameters()));
        assertThat(word(policy.decideSignal(admin, "TERM"))).isEqualTo("look_only");
        assertThat(word(policy.decidePriority(admin))).isEqualTo("look_only");
        assertThat(word(policy.decideProgram(admin, "/usr/bin/systemctl", "start").decision()))
                .isEqualTo("look_only");
    }

    @Test
    void whatMaskingHidesIsShownToAdministratorsUnderAPolicyThatHolds() {
        assertThat(word(DEFAULT.decideSecrets(actor("a", Role.ADMIN)))).isEqualTo("allowed");
        assertThat(word(DEFAULT.decideSecrets(actor("a", Role.OPERATOR)))).isEqualTo("role_denied");
        assertThat(word(Policy.lookOnly("f", WHY).decideSecrets(actor("a", Role.ADMIN))))
                .isEqualTo("look_only");
    }

    @ParameterizedTest
    @CsvSource({
        "*, '', true",
        "*, abc, true",
        "a*c, abc, true",
        "a*c, abd, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "?, '', false",
        "a**b, ab, true",
        "*.slice, -.slice, true",
        "user@*.service, user@1000.service, true",
        "user@*.service, user1000.service, false",
        "a, A, false"
    })
    void globsMatchWholeNames(String pattern, String name, boolean expected) {
        assertThat(new Glob(pattern).matches(name)).isEqualTo(expected);
    }

    @Test
    void aHostileGlobIsNoBurden() {
        String name = "a".repeat(255);
        long begun = System.nanoTime();
        for (int i = 0; i < 1_000; i++) {
            assertThat(new Glob("*a*a*a*a*a*a*a*a*a*b").matches(name)).isFalse();
        }
        assertThat(System.nanoTime() - begun).isLessThan(2_000_000_000L);
    }

    private static Decision decide(Policy policy, Role role, ServiceVerb verb, String unit) {
        return policy.decideService(actor("a", role), verb, unit);
    }

    private static Actor actor(String name, Role role) {
        return new Actor(name, role, "127.0.0.1", "s", Instant.EPOCH);
    }

    private static String word(Decision decision) {
        return switch (decision) {
            case Decision.Allowed _ -> "allowed";
            case Decision.NeedsConfirmation _ -> "confirm";
            case Decision.Refused refused -> refused.code();
        };
    }
}

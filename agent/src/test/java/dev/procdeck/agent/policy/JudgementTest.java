package dev.procdeck.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Role;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The lines that a decision is said to rest on are those that made it.
class JudgementTest {
    private static Policy policy;

    @BeforeAll
    static void parse() throws Exception {
        policy =
                Policy.parse(
                        "/etc/p",
                        "# first\nallow operator start,stop on web-*\nallow admin any on *\n"
                                + "deny user:eve stop on web-1.service\nconfirm unit db.service\n"
                                + "allow operator signal TERM\nallow admin program systemctl start\n"
                                + "deny operator priority\n");
    }

    @Test
    void theFirstLineThatAllowsDecides() {
        assertThat(service("ann", Role.ADMIN, ServiceVerb.STOP, "web-1.service"))
                .containsExactly("2 allow decides", "3 allow");
        assertThat(service("ann", Role.OPERATOR, ServiceVerb.STOP, "web-1.service"))
                .containsExactly("2 allow decides");
    }

    @Test
    void aDenialDecidesOverWhatAllows() {
        assertThat(service("eve", Role.ADMIN, ServiceVerb.STOP, "web-1.service"))
                .containsExactly("2 allow", "3 allow", "4 deny decides");
        assertThat(service("eve", Role.ADMIN, ServiceVerb.START, "web-1.service"))
                .containsExactly("2 allow decides", "3 allow");
    }

    @Test
    void theUnitOfTheProgramIsProtectedByNoLineOfAText() {
        assertThat(
                        policy.protectingOwn("mine.service")
                                .judgeService(
                                        actor("ann", Role.ADMIN), ServiceVerb.STOP, "mine.service")
                                .citations())
                .containsExactly(
                        new Judgement.Citation(
                                "built-in", 0, "protect unit mine.service", "protect", true));
    }

    @Test
    void aProtectionIsCitedWithWhereItStands() {
        Judgement judged =
                policy.judgeService(actor("ann", Role.ADMIN), ServiceVerb.STOP, "dbus.service");
        assertThat(judged.decision()).isInstanceOf(Decision.Refused.class);
        Judgement.Citation line = judged.citations().getFirst();
        assertThat(line.source()).isEqualTo("built-in");
        assertThat(line.text()).startsWith("protect unit dbus.service");
        assertThat(line.decides()).isTrue();
        assertThat(
                        policy.judgeService(
                                        actor("ann", Role.ADMIN), ServiceVerb.STOP, "db.service")
                                .citations())
                .extracting(each -> each.effect() + " " + each.decides())
                .containsExactly("allow false", "confirm true");
    }

    @Test
    void whereNoLineSpeaksNoneIsCited() {
        assertThat(service("ann", Role.OPERATOR, ServiceVerb.RELOAD, "web-1.service")).isEmpty();
        assertThat(service("ann", Role.VIEWER, ServiceVerb.START, "web-1.service")).isEmpty();
        assertThat(policy.judgeSignal(actor("ann", Role.OPERATOR), "KILL").citations()).isEmpty();
    }

    @Test
    void signalsPrioritiesAndProgramsAreCitedToo() {
        assertThat(lines(policy.judgeSignal(actor("ann", Role.OPERATOR), "TERM")))
                .containsExactly("6 allow decides");
        assertThat(lines(policy.judgePriority(actor("ann", Role.OPERATOR))))
                .containsExactly("8 deny decides");
        assertThat(
                        lines(
                                policy.decideProgram(
                                                actor("ann", Role.ADMIN),
                                                "/usr/bin/systemctl",
                                                "start")
                                        .judgement()))
                .containsExactly("7 allow decides");
        assertThat(
                        policy.decideProgram(actor("ann", Role.ADMIN), "/usr/bin/systemctl", "stop")
                                .judgement()
                                .citations())
                .isEmpty();
    }

    private static List<String> service(String name, Role role, ServiceVerb verb, String unit) {
        return lines(policy.judgeService(actor(name, role), verb, unit));
    }

    private static List<String> lines(Judgement judgement) {
        return judgement.citations().stream()
                .map(each -> each.line() + " " + each.effect() + (each.decides() ? " decides" : ""))
                .toList();
    }

    private static Actor actor(String name, Role role) {
        return new Actor(name, role, "::1", "s", Instant.EPOCH);
    }
}

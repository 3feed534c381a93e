package dev.procdeck.agent.acts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.agent.policy.Decision;
import dev.procdeck.agent.policy.Policy;
import dev.procdeck.agent.services.ServiceManagers;
import dev.procdeck.host.commands.ProgramLookup;
import dev.procdeck.host.services.ServiceListing;
import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Role;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A service tool's words mean what the tool makes of them, not what they look like.
class CommandJudgeTest {
    private static final Policy NO_WEB =
            policy(
                    "allow admin any on *\ndeny admin any on web:*\n"
                            + "allow admin program supervisorctl start,stop,restart,update,reread\n"
                            + "allow admin program systemctl start,stop\n");

    @ParameterizedTest
    @CsvSource({
        "supervisorctl stop all, policy_denied",
        "supervisorctl restart db:one all, policy_denied",
        "supervisorctl stop web:*, policy_denied",
        "supervisorctl stop web:, policy_denied",
        "supervisorctl stop web:one, policy_denied",
        "supervisorctl stop web, policy_denied",
        "supervisorctl update, policy_denied",
        "supervisorctl update all, policy_denied",
        "supervisorctl update web, policy_denied",
        "supervisorctl update db, allowed",
        "supervisorctl reread, allowed",
        "supervisorctl stop db:*, allowed",
        "supervisorctl stop db:one lone, allowed",
        "supervisorctl stop lone, allowed",
        "supervisorctl -s http://elsewhere stop lone, option_not_allowed",
        "supervisorctl shutdown, subcommand_not_allowed",
        "systemctl stop -- nginx.service, allowed",
        "systemctl stop -- -nginx.service, invalid_name",
        "systemctl -- stop dbus.service, protected_unit",
        "systemctl stop -- dbus.service, protected_unit",
        "systemctl --host=x stop nginx, option_not_allowed",
    })
    void aToolsWordsAreJudgedByWhatTheyMean(String command, String expected) {
        assertThat(judge(command, new ServiceListing.Available())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"supervisorctl stop all", "supervisorctl stop x:*", "supervisorctl update"})
    void whatSupervisordDoesNotTellIsNotGuessed(String command) {
        assertThat(
                        judge(
                                command,
                                new ServiceListing.Unavailable(
                                        ServiceListing.UnavailableReason.SILENT, "")))
                .isEqualTo("programs_unknown");
    }

    @ParameterizedTest
    @CsvSource({
        "supervisorctl start lone, lone:lone",
        "supervisorctl restart web:* lone, web:one web:two lone:lone",
        "supervisorctl start all, web:one web:two db:one lone:lone",
    })
    void eachProgramIsLookedAtOnceAndByItsWholeName(String command, String programs) {
        assertThat(
                        judging(new ServiceListing.Available())
                                .touchedBy(programOf(command), wordsOf(command))
                                .units())
                .containsExactlyInAnyOrder(programs.split(" "));
    }

    private static String judge(String command, ServiceListing.Availability availability) {
        return switch (judging(availability)
                .judge(
                        NO_WEB,
                        new Actor("ann", Role.ADMIN, "::1", "s", Instant.EPOCH),
                        programOf(command),
                        wordsOf(command))
                .decision()) {
            case Decision.Allowed _ -> "allowed";
            case Decision.NeedsConfirmation _ -> "confirm";
            case Decision.Refused refused -> refused.code();
        };
    }

    private static List<String> wordsOf(String command) {
        return List.of(command.split(" "));
    }

    private static Path programOf(String command) {
        return Path.of("/usr/bin/" + wordsOf(command).getFirst());
    }

    private static CommandJudge judging(ServiceListing.Availability availability) {
        FakeManager supervisord =
                new FakeManager(
                        "supervisord", availability, "web:one", "web:two", "db:one", "lone:lone");
        return new CommandJudge(new ServiceManagers(List.of(supervisord)), new ProgramLookup());
    }

    private static Policy policy(String text) {
        try {
            return Policy.parse("f", text);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

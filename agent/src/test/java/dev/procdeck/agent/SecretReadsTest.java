package dev.procdeck.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.protocol.operation.Role;
import dev.procdeck.protocol.operation.SecretPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What masking hides, asked of a real agent on its socket.
@Timeout(60)
class SecretReadsTest {
    private static final String CANARY = "canary-8d21f4";

    @TempDir private static Path directory;
    private static AgentProcess agent;
    private static Process victim;
    private static ProcessKey key;
    private static long nextId = 1;

    @BeforeAll
    static void start() throws Exception {
        agent = AgentProcess.start(directory);
        // It waits for its input, and leaves its arguments alone.
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", "read x", "sh", "--password=" + CANARY);
        builder.environment().clear();
        builder.environment().put("API_TOKEN", CANARY);
        victim = builder.start();
        key = AgentProcess.key(victim);
        while (!Files.readString(Path.of("/proc/" + key.pid() + "/cmdline")).contains(CANARY)) {
            Thread.onSpinWait();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        victim.destroyForcibly();
        agent.close();
    }

    @Test
    @DisplayName("I9: an administrator sees them, and the journal says so without having them")
    void anAdministratorSeesThemAndTheJournalSaysSo() throws Exception {
        Query.Secrets arguments = query(Role.ADMIN, key, SecretPart.ARGUMENTS);
        Query.Secrets environment = query(Role.ADMIN, key, SecretPart.ENVIRONMENT);
        assertThat(((Answer.Secrets) agent.ask(arguments)).items())
                .containsExactly("sh", "-c", "read x", "sh", "--password=" + CANARY);
        assertThat(((Answer.Secrets) agent.ask(environment)).items())
                .contains("API_TOKEN=" + CANARY);
        long id = arguments.intent().operationId();
        var outcomes = (Answer.Outcomes) agent.ask(new Query.Outcomes(List.of(id)));
        assertThat(outcomes.outcomes().get(id).status()).isEqualTo(ReturnStatus.SUCCEEDED);
        assertThat(outcomes.outcomes().get(id).code()).isEqualTo("secrets_shown");
        assertThat(refusal(arguments).code()).as("twice").isEqualTo("operation_id_reused");
        assertThat(kept("request-" + id)).as("it is recorded").isTrue();
        assertThat(kept(CANARY)).isFalse();
        assertThat(agent.log()).noneMatch(line -> line.contains(CANARY));
    }

    @Test
    @DisplayName("Z3: below an administrator the agent itself refuses")
    void aLowerRoleIsRefused() throws Exception {
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR)) {
            for (SecretPart part : SecretPart.values()) {
                assertThat(refusal(query(role, key, part)).code()).isEqualTo("role_denied");
            }
        }
    }

    @Test
    void noOtherProcessAndNoneOfTheProgramItself() throws Exception {
        ProcessKey other = new ProcessKey(key.pid(), key.startTicks() - 1);
        assertThat(refusal(query(Role.ADMIN, other, SecretPart.ARGUMENTS)).code())
                .isEqualTo("identity_changed");
        ProcessKey absent = new ProcessKey(4_194_303, 1);
        assertThat(refusal(query(Role.ADMIN, absent, SecretPart.ARGUMENTS)).code())
                .isEqualTo("no_such_process");
        ProcessKey own = AgentProcess.key((int) agent.process.pid());
        assertThat(refusal(query(Role.ADMIN, own, SecretPart.ENVIRONMENT)))
                .isEqualTo(
                        new Problem(
                                Problem.Category.DENIED,
                                "own_secrets",
                                Map.of("pid", Integer.toString(own.pid()))));
    }

    private static Query.Secrets query(Role role, ProcessKey process, SecretPart part)
            throws IOException {
        return new Query.Secrets(
                AgentProcess.intent(nextId++, role), agent.bootId(), process, part);
    }

    private static Problem refusal(Query.Secrets query) throws Exception {
        return ((Answer.Refused) agent.ask(query)).problem();
    }

    /// Whether any file of the agent has this text.
    private static boolean kept(String text) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                        .contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }
}

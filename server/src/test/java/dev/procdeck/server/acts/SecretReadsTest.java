package dev.procdeck.server.acts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.protocol.operation.SecretPart;
import dev.procdeck.server.agent.FakeAgent;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.AgentTest;
import dev.procdeck.server.testing.Browser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/// What masking hides of a process: shown to administrators, and a record each time (I9).
class SecretReadsTest extends AgentTest {
    private static final String CANARY = "canary-77e0b1";
    private static final String PATH = "/api/v1/processes/77/secrets";
    private static final String ARGUMENTS = "{\"part\":\"arguments\",\"startTicks\":5}";

    @Autowired private JdbcTemplate jdbc;

    @Test
    @DisplayName(
            "I9: the intent is there before the look, the outcome after, the secret in neither")
    void theLookIsARecordAndTheSecretIsInNone() throws Exception {
        agent.answer(
                Query.Secrets.class,
                query -> {
                    assertThat(statusOf(query.intent().operationId())).isEqualTo("pending");
                    assertThat(query.part()).isEqualTo(SecretPart.ENVIRONMENT);
                    return new Answer.Secrets(List.of("TOKEN=" + CANARY), false);
                });
        Browser admin = signedIn(Role.ADMIN);
        Browser.Answer seen = admin.post(PATH, "{\"part\":\"environment\",\"startTicks\":5}");
        assertThat(seen.status()).as(seen.body()).isEqualTo(200);
        assertThat(seen.json().at("/items/0").asString()).isEqualTo("TOKEN=" + CANARY);
        JsonNode record = record(admin, seen.json().path("operationId").asLong());
        assertThat(record.path("operation").asString()).isEqualTo("show_environment");
        assertThat(record.path("retStatus").asString()).isEqualTo("succeeded");
        assertThat(record.path("target").asString()).isEqualTo("77 (start 5)");
        assertThat(admin.get("/api/v1/operations?limit=1000").body()).doesNotContain(CANARY);
        try (Stream<Path> files = Files.walk(dataDir())) {
            assertThat(files.filter(Files::isRegularFile)).noneMatch(SecretReadsTest::hasIt);
        }
    }

    @Test
    @DisplayName("I9: what the agent refuses is not shown, and the record says why")
    void aRefusalIsARecord() {
        agent.answer(
                Query.Secrets.class,
                _ -> FakeAgent.refused(Problem.Category.DENIED, "own_secrets"));
        Browser admin = signedIn(Role.ADMIN);
        Browser.Answer refused = admin.post(PATH, ARGUMENTS);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("own_secrets");
        JsonNode record = record(admin, refused.json().path("operationId").asLong());
        assertThat(record.path("retStatus").asString()).isEqualTo("refused");
        assertThat(record.at("/outcome/code").asString()).isEqualTo("own_secrets");
    }

    @Test
    @DisplayName("I9: nobody below an administrator reaches the agent, and the try is a record")
    void aLowerRoleReachesNoAgent() {
        for (Role role : List.of(Role.VIEWER, Role.OPERATOR)) {
            Browser browser = signedIn(role);
            assertThat(browser.post(PATH, ARGUMENTS).status()).isEqualTo(403);
            assertThat(browser.get("/api/v1/operations").body()).contains("refused");
        }
        assertThat(agent.questions()).noneMatch(Query.Secrets.class::isInstance);
    }

    @Test
    void aLookWhoseAnswerWasLostEndsAsTheAgentSays() {
        agent.answer(
                Query.Secrets.class,
                query -> {
                    agent.answer(
                            Query.Outcomes.class,
                            _ ->
                                    new Answer.Outcomes(
                                            Map.of(
                                                    query.intent().operationId(),
                                                    FakeAgent.outcome(
                                                            ReturnStatus.SUCCEEDED,
                                                            "secrets_shown"))));
                    agent.kill();
                    return null;
                });
        Browser admin = signedIn(Role.ADMIN);
        Browser.Answer lost = admin.post(PATH, ARGUMENTS);
        assertThat(lost.status()).isEqualTo(503);
        long id = lost.json().path("operationId").asLong();
        agent.start();
        await(() -> statusOf(id).equals("succeeded"));
    }

    @Test
    void aPartThatIsNoneIsABadRequest() {
        Browser admin = signedIn(Role.ADMIN);
        for (String body :
                List.of("{}", "{\"part\":\"all\",\"startTicks\":5}", "{\"part\":\"arguments\"}")) {
            assertThat(admin.post(PATH, body).status()).as(body).isEqualTo(400);
        }
    }

    private static JsonNode record(Browser browser, long id) {
        return browser.get("/api/v1/operations/" + id).json();
    }

    private String statusOf(long id) {
        return String.valueOf(
                jdbc.queryForObject(
                        "select ret_status from operation_log where id = ?", String.class, id));
    }

    private static boolean hasIt(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains(CANARY);
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }
}

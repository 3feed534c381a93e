package dev.procdeck.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.answer.CommandPreview;
import dev.procdeck.protocol.answer.Permission;
import dev.procdeck.protocol.operation.Query;
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

/// Seeds secrets wherever a person may type one, and looks for their bytes in everything that the
/// server keeps.
class SecretsTest extends AgentTest {
    private static final String CANARY = "canary-5f1c9a";

    @Test
    @DisplayName("U7: no byte of a typed secret is in any file of the server")
    void noSecretIsKept() throws Exception {
        Browser admin = signedIn(Role.ADMIN);
        agent.answer(
                Query.CommandPreview.class,
                query ->
                        new CommandPreview(
                                List.of("docker", "login", "--password", "••••"),
                                "/usr/bin/docker",
                                new Permission(true, null, Map.of()),
                                null,
                                "root",
                                List.of()));
        String command = "{\"command\":\"docker login --password " + CANARY + "1\"}";
        Browser.Answer run = admin.post("/api/v1/commands", command);
        assertThat(run.status()).as(run.body()).isEqualTo(200);
        assertThat(run.json().path("target").asString()).isEqualTo("docker login --password ••••");
        agent.answer(Query.CommandPreview.class, _ -> null);
        signedIn(Role.OPERATOR)
                .post("/api/v1/commands", command.replace(CANARY + "1", CANARY + "2"));
        admin.post(
                "/api/v1/users",
                "{\"userName\":\"x.y\",\"role\":\"viewer\",\"password\":\"" + CANARY + "3 long\"}");
        Browser stranger = browser();
        stranger.get("/api/v1/session");
        stranger.post(
                "/api/v1/session", "{\"userName\":\"nobody\",\"password\":\"" + CANARY + "4\"}");
        admin.post("/api/v1/session/step-up", "{\"password\":\"" + CANARY + "5\"}");
        admin.post(
                "/api/v1/account/password",
                "{\"currentPassword\":\"" + CANARY + "6\",\"newPassword\":\"" + CANARY + "7\"}");
        assertThat(admin.get("/api/v1/operations?limit=1000").body()).doesNotContain(CANARY);
        try (Stream<Path> files = Files.walk(dataDir())) {
            files.filter(Files::isRegularFile).forEach(SecretsTest::holdsNone);
        }
    }

    private static void holdsNone(Path file) {
        try {
            String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            assertThat(bytes.contains(CANARY)).as(file.toString()).isFalse();
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }
}

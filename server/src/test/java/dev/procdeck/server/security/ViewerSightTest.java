package dev.procdeck.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.testing.AgentTest;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.users.AppUser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a viewer sees, looked for in the bytes of every answer (Z5).
class ViewerSightTest extends AgentTest {
    private static final String CANARY = "canary7f3a";

    @Test
    @DisplayName(
            "Z5: no byte of an environment or of others' operations is in any answer to a viewer")
    void noByteOfOthersReachesAViewer() {
        agent.processes();
        agent.sockets();
        agent.services();
        agent.answer(
                Query.Environment.class,
                _ -> new Answer.Environment(List.of(new Answer.Variable("SECRET", CANARY)), false));
        AppUser other = account(Role.ADMIN);
        Browser admin = signedIn(other);
        long id =
                admin.post(
                                "/api/v1/services/" + CANARY + "/operations",
                                "{\"operation\":\"restart\"}")
                        .json()
                        .path("id")
                        .asLong();
        assertThat(admin.get("/api/v1/operations/" + id).body())
                .as("there is something to see")
                .contains(CANARY);

        Browser viewer = signedIn(Role.VIEWER);
        List<String> shown = new ArrayList<>();
        for (RouteMatrixTest.Line line : RouteMatrixTest.table()) {
            if (!line.method().equals("GET") || line.path().equals("/api/v1/stream")) {
                continue;
            }
            String path =
                    line.path()
                            .replace("{pid}", "77")
                            .replace("{id}", Long.toString(id))
                            .replace("{operationId}", Long.toString(id))
                            .replace("{name}", "nginx");
            String body = viewer.get(path).body();
            if (body.contains(CANARY) || body.contains(other.userName() + "\"")) {
                shown.add(path);
            }
        }
        assertThat(shown).isEmpty();
    }
}

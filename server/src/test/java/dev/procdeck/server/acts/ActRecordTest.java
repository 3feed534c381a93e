package dev.procdeck.server.acts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.server.agent.FakeAgent;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.AgentTest;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.users.AppUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the evidence holds of an act, and of a policy that was loaded anew (U6, U7).
class ActRecordTest extends AgentTest {
    @Autowired private JdbcTemplate jdbc;
    @Autowired private JsonMapper json;

    @Test
    @DisplayName(
            "U6: the entries of an act say who, when, with what proof, to what, and how it ended")
    void theEvidenceSaysEverything() {
        AppUser user = account(Role.OPERATOR);
        JsonNode answer =
                signedIn(user)
                        .post("/api/v1/services/nginx/operations", "{\"operation\":\"restart\"}")
                        .json();
        long id = answer.path("id").asLong();
        List<Map<String, Object>> entries =
                jdbc.queryForList(
                        "select seq, kind, body, previous_hash, hash from audit_entry"
                                + " where operation_id = ? order by seq",
                        id);
        assertThat(entries)
                .extracting(entry -> entry.get("kind"))
                .containsExactly("intent", "outcome");
        for (Map<String, Object> entry : entries) {
            assertThat((String) entry.get("hash")).matches("[0-9a-f]{64}");
            assertThat((String) entry.get("previous_hash")).matches("[0-9a-f]{64}");
        }

        JsonNode intent = json.readTree((String) entries.getFirst().get("body"));
        assertThat(intent.path("id").asLong()).isEqualTo(id);
        assertThat(intent.path("userName").asString()).isEqualTo(user.userName());
        assertThat(intent.path("role").asString()).isEqualTo("operator");
        assertThat(intent.path("factors").asString()).matches("password 20.*Z");
        assertThat(intent.path("remoteAddress").asString()).isEqualTo("127.0.0.1");
        assertThat(intent.path("requestId").asString()).isNotBlank();
        assertThat(intent.path("logType").asString()).isEqualTo("service");
        assertThat(intent.path("operation").asString()).isEqualTo("restart");
        assertThat(intent.path("target").asString()).isEqualTo("nginx.service");
        assertThat(intent.path("logTime").asString()).matches("20.*Z");
        assertThat(intent.path("bootId").asString()).isEqualTo(FakeAgent.BOOT_ID);
        assertThat(intent.path("monotonicNanos").isNumber()).isTrue();

        JsonNode outcome = json.readTree((String) entries.getLast().get("body"));
        assertThat(outcome.path("retStatus").asString()).isEqualTo("succeeded");
        assertThat(outcome.path("outcome").asString()).contains("running");
        assertThat(outcome.path("before").asString()).contains("inactive");
        assertThat(outcome.path("after").asString()).contains("active");
        assertThat(outcome.path("endTime").asString()).matches("20.*Z");
    }

    @Test
    @DisplayName("U6: a change of accounts says with what proof it was made")
    void aChangeOfAccountsSaysWithWhatProof() {
        AppUser user = account(Role.VIEWER);
        assertThat(
                        signedIn(Role.ADMIN)
                                .patch(
                                        "/api/v1/users/" + user.userName(),
                                        "{\"role\":\"operator\"}")
                                .status())
                .isEqualTo(200);
        assertThat(
                        jdbc.queryForObject(
                                "select factors from operation_log"
                                        + " where operation = 'user_role' and target = ?",
                                String.class,
                                user.userName()))
                .matches("password 20.*Z");
    }

    @Test
    @DisplayName("U7: a policy that is loaded anew is a row, and so is one that was not understood")
    void aReloadedPolicyIsARow() {
        Browser admin = signedIn(Role.ADMIN);
        int before = reloads(admin).size();
        agent.publish(new Live.PolicyChanged(null, null));
        await(() -> reloads(admin).size() == before + 1);
        assertThat(reloads(admin).getFirst()).isEqualTo("succeeded policy_loaded ");
        agent.publish(
                new Live.PolicyChanged(
                        new Problem(
                                Problem.Category.DENIED,
                                "look_only",
                                Map.of("reason", "no_line_end", "line", "2")),
                        null));
        await(() -> reloads(admin).size() == before + 2);
        assertThat(reloads(admin).getFirst()).isEqualTo("failed policy_look_only no_line_end");
    }

    /// The latest one first.
    private static List<String> reloads(Browser admin) {
        List<String> found = new ArrayList<>();
        for (JsonNode row :
                admin.get("/api/v1/operations?q=policy_reload&limit=1000").json().path("items")) {
            if (row.path("operation").asString().equals("policy_reload")) {
                found.add(
                        row.path("retStatus").asString()
                                + " "
                                + row.at("/outcome/code").asString()
                                + " "
                                + row.at("/outcome/parameters/reason").asString(""));
            }
        }
        return found;
    }
}

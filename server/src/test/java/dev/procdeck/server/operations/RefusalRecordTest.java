package dev.procdeck.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.Problem;
import dev.procdeck.server.agent.FakeAgent;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.AgentTest;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.users.AppUser;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/// U7: whoever refuses, what was refused is a row of the log and an entry of the chain.
class RefusalRecordTest extends AgentTest {
    private static final String RESTART = "{\"operation\":\"restart\"}";
    private static final String NEW_USER =
            "{\"userName\":\"never-made\",\"role\":\"viewer\",\"password\":\"" + PASSWORD + "\"}";

    @Autowired private JdbcTemplate jdbc;
    @Autowired private AuditVerifier verifier;

    @Test
    @DisplayName("U7: acts that the role, the step-up or the agent refuses are recorded")
    void everyRefusalIsARow() {
        AppUser viewer = account(Role.VIEWER);
        Browser looking = signedIn(viewer);
        assertThat(looking.post("/api/v1/services/nginx/operations", RESTART).status())
                .isEqualTo(403);
        assertThat(looking.post("/api/v1/users", NEW_USER).status()).isEqualTo(403);
        assertRecorded(viewer, "service forbidden", "account forbidden");
        assertThat(agent.acts()).isEmpty();

        AppUser admin = account(Role.ADMIN);
        Browser acting = signedIn(admin);
        agent.onAct(_ -> FakeAgent.refused(Problem.Category.DENIED, "protected_unit"));
        assertThat(acting.post("/api/v1/services/dbus/operations", RESTART).status())
                .isEqualTo(403);
        clock.forward(Duration.ofMinutes(16));
        assertThat(acting.post("/api/v1/users", NEW_USER).code()).isEqualTo("step_up_required");
        assertRecorded(admin, "service protected_unit", "account step_up_required");
        assertThat(verifier.verify().problems()).isEmpty();
    }

    @Test
    @DisplayName(
            "R4: whoever is refused again and again does not fill the log, and is told the same")
    void aFloodOfRefusalsIsLeftOutAndSaidToBe() {
        AppUser viewer = account(Role.VIEWER);
        Browser trying = signedIn(viewer);
        for (int i = 0; i < Refusals.MAX_PER_MINUTE + 20; i++) {
            var answer = trying.post("/api/v1/services/nginx/operations", RESTART);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("forbidden");
        }
        List<String> rows =
                jdbc.queryForList(
                        "select outcome from operation_log where user_name = ? order by id",
                        String.class,
                        viewer.userName());
        assertThat(rows).hasSize(Refusals.MAX_PER_MINUTE + 1);
        assertThat(rows.getFirst()).contains("\"forbidden\"");
        assertThat(rows.get(Refusals.MAX_PER_MINUTE - 1)).doesNotContain("left_out");
        assertThat(rows.getLast()).contains("refusals_left_out", "forbidden");

        AppUser other = account(Role.VIEWER);
        signedIn(other).post("/api/v1/services/nginx/operations", RESTART);
        assertRecorded(other, "service forbidden");
    }

    /// Looking at the log changes nothing of it, so the administrator who looks is another one.
    private void assertRecorded(AppUser user, String... expected) {
        List<JsonNode> rows =
                signedIn(Role.ADMIN)
                        .get("/api/v1/operations?retStatus=refused&userName=" + user.userName())
                        .json()
                        .path("items")
                        .valueStream()
                        .toList();
        assertThat(rows)
                .extracting(row ->
                        row.path("logType").asString() + " " + row.at("/outcome/code").asString())
                .containsExactlyInAnyOrder(expected);
        assertThat(rows)
                .allSatisfy(row ->
                        assertThat(
                                        jdbc.queryForObject(
                                                "select count(*) from audit_entry"
                                                        + " where operation_id = ?",
                                                Integer.class,
                                                row.path("id").asLong()))
                                .isPositive());
    }
}

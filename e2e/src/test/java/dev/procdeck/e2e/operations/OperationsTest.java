package dev.procdeck.e2e.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.ApiClient;
import dev.procdeck.e2e.support.ProgramTree;
import dev.procdeck.e2e.support.SharedProgram;
import dev.procdeck.e2e.support.SharedProgram.Accounts;
import dev.procdeck.e2e.support.Shell;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@Tag("testhost")
@ExtendWith(SharedProgram.class)
class OperationsTest {
    @Test
    void anActIsCountedUntilItWasSeenByEachUserForHimself(Accounts accounts) {
        ApiClient admin = accounts.as("admin");
        ApiClient operator = accounts.as("operator");
        admin.post("/operations/seen", Map.of("upToId", Integer.MAX_VALUE));
        int before = admin.get("/operations/unseen").ok().get("count").asInt();

        operator.post("/services/redis-server/operations", Map.of("operation", "restart")).ok();

        assertThat(admin.get("/operations/unseen").ok().get("count").asInt()).isEqualTo(before + 1);
        JsonNode row =
                admin.get("/operations?logType=service&userName=operator&limit=1")
                        .items()
                        .getFirst();
        assertThat(row.get("logStatus").asString()).isEqualTo("unseen");
        assertThat(Instant.parse(row.get("logTime").asString()))
                .isAfter(Instant.now().minusSeconds(60));
        admin.post("/operations/seen", Map.of("upToId", row.get("id").asLong())).ok();
        assertThat(admin.get("/operations/unseen").ok().get("count").asInt()).isEqualTo(before);
        assertThat(operator.get("/operations/unseen").ok().get("count").asInt()).isPositive();
    }

    @Test
    void aRefusedActIsARowUnderItsUser(Accounts accounts) {
        accounts.as("viewer").post("/services/nginx/operations", Map.of("operation", "stop"));

        JsonNode row =
                accounts.as("admin")
                        .get("/operations?userName=viewer&retStatus=refused&limit=1")
                        .items()
                        .getFirst();
        assertThat(row.get("target").asString()).contains("nginx");
        assertThat(
                        accounts.as("operator")
                                .get("/operations?userName=viewer")
                                .ok()
                                .get("total")
                                .asInt())
                .isZero();
    }

    @Test
    void theChainsOfBothHalvesVerify(Accounts accounts) {
        accounts.as("admin").post("/services/nginx/operations", Map.of("operation", "reload")).ok();

        Shell.Result verified =
                Shell.tryRun(
                        "",
                        ProgramTree.built().command(),
                        "audit",
                        "verify",
                        "--data-dir",
                        "/var/tmp/shared-program");

        assertThat(verified.status()).as(verified.output()).isZero();
    }
}

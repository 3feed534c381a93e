package dev.procdeck.e2e.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.ApiClient;
import dev.procdeck.e2e.support.ApiClient.Answer;
import dev.procdeck.e2e.support.Eventually;
import dev.procdeck.e2e.support.SharedProgram;
import dev.procdeck.e2e.support.SharedProgram.Accounts;
import dev.procdeck.e2e.support.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@Tag("testhost")
@ExtendWith(SharedProgram.class)
class CommandsTest {
    private static final String CONFIGURATION = "/etc/supervisor/supervisord.conf";

    @BeforeAll
    static void superviseAWorker() throws Exception {
        Files.writeString(
                Path.of("/etc/supervisor/conf.d/worker.conf"),
                "[program:worker]\ncommand=/bin/sleep 100000\nautostart=true\nstartsecs=0\n");
        Shell.run("systemctl", "restart", "supervisor");
        Eventually.await(Duration.ofSeconds(20), () -> "a worker", () -> !workerPid().isEmpty());
    }

    @Test
    void theSeedsOwnExampleRestartsARealWorker(ApiClient api) {
        String before = workerPid();

        JsonNode record =
                await(
                        api,
                        api.post(
                                "/commands",
                                Map.of(
                                        "command",
                                        "supervisorctl -c " + CONFIGURATION + " restart all")));

        assertThat(record.get("retStatus").asString()).isEqualTo("succeeded");
        assertThat(workerPid()).isNotEmpty().isNotEqualTo(before);
        assertThat(api.get("/commands/" + record.get("id").asLong()).text())
                .contains("worker: started");
    }

    @Test
    void aProgramThePolicyDoesNotListIsRefusedWithTheLineThatWouldAllowIt(ApiClient api) {
        Answer answer = api.post("/commands", Map.of("command", "cat /etc/shadow"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("procdeck policy allow").doesNotContain("root:");
    }

    @Test
    void aCommandIsNoWayRoundTheUnitRules(ApiClient api) {
        assertThat(api.post("/commands", Map.of("command", "systemctl stop dbus.service")).status())
                .isEqualTo(403);
        assertThat(
                        api.post("/commands", Map.of("command", "systemctl restart nginx dbus"))
                                .status())
                .isEqualTo(403);
    }

    @Test
    void noShellSeesIt(ApiClient api) {
        Answer answer =
                api.post(
                        "/commands",
                        Map.of("command", "systemctl status nginx; touch /var/tmp/shell-was-here"));

        assertThat(answer.status()).isIn(400, 403, 404);
        assertThat(Path.of("/var/tmp/shell-was-here")).doesNotExist();
    }

    @Test
    void onlyAnAdministratorRunsOne(Accounts accounts) {
        for (String role : new String[] {"operator", "viewer"}) {
            assertThat(
                            accounts.as(role)
                                    .post("/commands", Map.of("command", "systemctl status nginx"))
                                    .status())
                    .isEqualTo(403);
        }
    }

    private static JsonNode await(ApiClient api, Answer first) {
        String id = first.ok().get("id").asString();
        Eventually.await(
                Duration.ofSeconds(30),
                () -> "the end of command " + id,
                () ->
                        !api.get("/commands/" + id)
                                .ok()
                                .get("retStatus")
                                .asString()
                                .equals("pending"));
        return api.get("/commands/" + id).ok();
    }

    private static String workerPid() {
        String line =
                Shell.tryRun("", "supervisorctl", "-c", CONFIGURATION, "pid", "worker")
                        .output()
                        .strip();
        return line.matches("[1-9]\\d*") ? line : "";
    }
}

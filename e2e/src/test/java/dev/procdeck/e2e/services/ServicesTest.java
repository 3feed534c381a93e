package dev.procdeck.e2e.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.ApiClient;
import dev.procdeck.e2e.support.ApiClient.Answer;
import dev.procdeck.e2e.support.Eventually;
import dev.procdeck.e2e.support.SharedProgram;
import dev.procdeck.e2e.support.SharedProgram.Accounts;
import dev.procdeck.e2e.support.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Tag("testhost")
@ExtendWith(SharedProgram.class)
class ServicesTest {
    @BeforeAll
    static void makeUnits() throws IOException {
        unit("dies.service", "ExecStart=/bin/sh -c 'sleep 0.3; echo the disk is full; exit 3'");
        unit("skipped.service", "ExecStart=/bin/sleep 1000");
        Files.writeString(
                Path.of("/etc/systemd/system/skipped.service"),
                "[Unit]\nConditionPathExists=/no/such/path\n[Service]\nExecStart=/bin/sleep 1000\n");
        Shell.run("systemctl", "daemon-reload");
    }

    @Test
    void theListAgreesWithSystemctl(ApiClient api) {
        // The list may be one tick behind what the test before did.
        Eventually.await(
                Duration.ofSeconds(5),
                () -> "the same states: " + api.get("/services?q=nginx").text(),
                () -> api.get("/services?q=nginx").items().stream().allMatch(this::isAsShown));
        assertThat(api.get("/services?q=nginx").ok().get("total").asInt()).isPositive();
        assertThat(api.get("/services/nginx").ok().get("name").asString())
                .isEqualTo("nginx.service");
    }

    private boolean isAsShown(JsonNode item) {
        String name = item.get("name").asString();
        return item.get("activeState").asString().equals(show(name, "ActiveState"))
                && item.get("subState").asString().equals(show(name, "SubState"))
                && item.get("fileState").asString().equals(show(name, "UnitFileState"))
                && item.get("mainPid").asString().equals(show(name, "MainPID"));
    }

    @Test
    void stopsStartsAndRestartsARealService(ApiClient api) {
        assertThat(status(act(api, "nginx", "stop"))).isEqualTo("succeeded");
        assertThat(show("nginx.service", "ActiveState")).isEqualTo("inactive");

        assertThat(status(act(api, "nginx", "start"))).isEqualTo("succeeded");
        assertThat(show("nginx.service", "ActiveState")).isEqualTo("active");

        String before = show("nginx.service", "MainPID");
        assertThat(status(act(api, "nginx", "restart"))).isEqualTo("succeeded");
        assertThat(show("nginx.service", "MainPID")).isNotEqualTo(before);
    }

    @Test
    void aServiceThatDiesAfterItsStartIsAFailureWithItsReason(ApiClient api) {
        Answer answer = act(api, "dies", "start");

        assertThat(status(answer)).isEqualTo("failed");
        assertThat(answer.text()).contains("3");
    }

    @Test
    void aStartThatAConditionSkipsIsNoSuccess(ApiClient api) {
        Answer answer = act(api, "skipped", "start");

        assertThat(status(answer)).isNotEqualTo("succeeded");
        assertThat(answer.text()).contains("/no/such/path");
    }

    @Test
    void anUnknownServiceIsNotFoundAndInTheLog(ApiClient api) {
        assertThat(act(api, "ngimx", "restart").status()).isEqualTo(404);

        JsonNode row = api.get("/operations?logType=service&limit=1").items().getFirst();
        assertThat(row.get("target").asString()).contains("ngimx");
        assertThat(row.get("retStatus").asString()).isIn("refused", "failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dbus",
                "systemd-journald",
                "systemd-logind",
                "systemd-udevd",
                "init.scope",
                "system.slice"
            })
    void protectedUnitsAreRefusedToEverybody(String name, ApiClient api) {
        assertThat(act(api, name, "stop").status()).as(name).isIn(403, 400);

        assertThat(Shell.run("systemctl", "is-active", "systemd-journald").strip())
                .isEqualTo("active");
    }

    @Test
    void anOperatorRestartsAndAViewerDoesNot(Accounts accounts) {
        assertThat(status(act(accounts.as("operator"), "redis-server", "restart")))
                .isEqualTo("succeeded");

        String before = show("redis-server.service", "MainPID");
        assertThat(act(accounts.as("viewer"), "redis-server", "restart").status()).isEqualTo(403);
        assertThat(show("redis-server.service", "MainPID")).isEqualTo(before);
    }

    private static Answer act(ApiClient api, String name, String operation) {
        return api.post(
                "/services/" + name + "/operations?wait=30", Map.of("operation", operation));
    }

    private static String status(Answer answer) {
        return answer.ok().get("retStatus").asString();
    }

    private static String show(String unit, String property) {
        return Shell.run("systemctl", "show", "--value", "--property=" + property, unit).strip();
    }

    private static void unit(String name, String line) throws IOException {
        Files.writeString(Path.of("/etc/systemd/system", name), "[Service]\n" + line + "\n");
    }
}

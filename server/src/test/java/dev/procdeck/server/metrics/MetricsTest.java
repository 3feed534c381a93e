package dev.procdeck.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.live.Resources;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.server.live.JsonRows;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.AgentTest;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.users.Author;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class MetricsTest extends AgentTest {
    private static final Author CONSOLE = Author.ofConsole();

    @Autowired private MetricsTokens tokens;

    private static Resources resources() {
        return new Resources(
                Instant.parse("2026-01-02T03:04:05Z"),
                1.0,
                new Resources.Tasks(10, 1, 8, 0, 1),
                new Resources.Cpu(20, 10, 0, 65, 5, 0, 0, 0),
                List.of(30.0, 40.5),
                new Resources.Memory(100, 50, 40, 10, 60),
                new Resources.Swap(0, 0, 0),
                new Resources.Load(0.5, 0.4, 0.3),
                1000.0,
                Map.of("io", new Resources.Pressure(2, 0, 0, 1.0, null, null)),
                List.of(new Resources.Disk("sda", 7.0, null, 25.0)),
                List.of(new Resources.FileSystem("/", "sda1", "ext4", 90L, 30L, 60L)),
                List.of(new Resources.NetworkInterface("lo", true, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0)));
    }

    /// Publishes what a scrape waits for.
    private void publishWhenWatched() {
        var _ =
                CompletableFuture.runAsync(() -> {
                    await(() -> agent.watched().contains(Topic.RESOURCES));
                    agent.resources(resources());
                    await(() -> agent.watched().contains(Topic.SERVICES));
                    agent.services(
                            JsonRows.service(service("evil\"\\\n# TYPE x gauge\u001b", 12.5)),
                            JsonRows.service(service("nginx.service", 3)));
                });
    }

    private static JsonNode service(String name, double cpuSeconds) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("name", name)
                .put("manager", "systemd")
                .put("loadState", "loaded")
                .put("activeState", "active")
                .put("cpuSeconds", cpuSeconds)
                .put("memoryBytes", 4096);
    }

    private static String header(String token) {
        return "Bearer " + token;
    }

    @Test
    void nobodyIsAnsweredWithoutAToken() {
        String token = tokens.add(CONSOLE, "kept");
        Browser admin = signedIn(Role.ADMIN);
        List<Browser.Answer> answers =
                List.of(
                        browser().get("/metrics"),
                        admin.get("/metrics"),
                        browser().get("/metrics", "Authorization", "Bearer"),
                        browser().get("/metrics", "Authorization", header("")),
                        browser().get("/metrics", "Authorization", header("x".repeat(5_000))),
                        browser().get("/metrics", "Authorization", header(token + "x")),
                        browser().get("/metrics", "Authorization", "Basic " + token));
        for (Browser.Answer answer : answers) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("metrics_token_required");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        }
        tokens.remove(CONSOLE, "kept");
    }

    @Test
    void aTokenOpensItUntilItIsRemoved() {
        String token = tokens.add(CONSOLE, "prometheus");
        assertThat(tokens.list().toString()).doesNotContain(token);
        publishWhenWatched();
        Browser.Answer answer = browser().get("/metrics", "Authorization", header(token));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/plain;version=0.0.4");
        assertThat(answer.body().lines())
                .contains(
                        "# TYPE procdeck_cpu_ratio gauge",
                        "procdeck_cpu_ratio{mode=\"user\"} 0.2",
                        "procdeck_cpu_busy_ratio{cpu=\"1\"} 0.405",
                        "procdeck_tasks{state=\"zombie\"} 1",
                        "procdeck_memory_bytes{kind=\"available\"} 60",
                        "procdeck_pressure_ratio{resource=\"io\",kind=\"full\"} 0.01",
                        "procdeck_disk_bytes_per_second{disk=\"sda\",direction=\"read\"} 7",
                        "procdeck_file_system_bytes{mount_point=\"/\",type=\"ext4\",kind=\"used\"} 30",
                        "procdeck_network_troubles_per_second{interface=\"lo\",direction=\"transmit\",kind=\"dropped\"} 6",
                        "procdeck_service_cpu_seconds_total{service=\"nginx.service\",manager=\"systemd\"} 3",
                        "procdeck_service_active{service=\"evil\\\"\\\\\\n# TYPE x gauge\ufffd\",manager=\"systemd\"} 1",
                        "procdeck_agent_connected 1")
                .noneMatch(line -> line.contains("direction=\"write\""))
                .allMatch(line ->
                        line.matches("# (HELP|TYPE) procdeck_.*|procdeck_[a-z_]+(\\{.*})? \\S+"));

        JsonNode json =
                browser()
                        .get(
                                "/metrics",
                                "Authorization",
                                header(token),
                                "Accept",
                                "application/json")
                        .json();
        assertThat(json.get("metrics"))
                .anySatisfy(family -> {
                    assertThat(family.get("name").asString())
                            .isEqualTo("procdeck_service_memory_bytes");
                    assertThat(family.get("type").asString()).isEqualTo("gauge");
                    assertThat(family.at("/samples/0/labels/manager").asString())
                            .isEqualTo("systemd");
                    assertThat(family.at("/samples/0/value").asDouble()).isEqualTo(4096);
                });

        tokens.remove(CONSOLE, "prometheus");
        assertThat(browser().get("/metrics", "Authorization", header(token)).status())
                .isEqualTo(401);
    }

    @Test
    void withoutAnAgentItTellsOfThat() {
        String token = tokens.add(CONSOLE, "away");
        agent.kill();
        await(() -> !link.state().connected());
        Browser.Answer answer = browser().get("/metrics", "Authorization", header(token));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().lines())
                .contains("procdeck_agent_connected 0")
                .noneMatch(line -> line.startsWith("procdeck_cpu"));
        agent.start();
        await(() -> link.state().connected());
        tokens.remove(CONSOLE, "away");
    }
}

package dev.procdeck.server.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.PastProcesses;
import dev.procdeck.protocol.live.Resources;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.AgentTest;
import dev.procdeck.server.testing.Browser;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class HistoryTest extends AgentTest {
    private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");

    @Test
    void aSeriesHasOnePlacePerSampleAndNullsForWhatWasNotKnown() {
        agent.answer(
                Query.History.class,
                query ->
                        new Answer.History(
                                List.of(
                                        sample(START, null),
                                        sample(START.plusMillis(1_004), 2_000.0),
                                        sample(START.plusSeconds(9), 500.0))));
        JsonNode series = json(signedIn(Role.VIEWER).get("/api/v1/resources/history/series"));
        assertThat(series.path("start").asString()).isEqualTo("2026-05-01T10:00:00Z");
        assertThat(series.path("offsetMillis"))
                .extracting(JsonNode::asInt)
                .containsExactly(0, 1_004, 9_000);
        assertThat(series.path("diskReadBytesPerSecond").get(0).isNull()).isTrue();
        assertThat(series.path("diskReadBytesPerSecond").get(1).asInt()).isEqualTo(4_000);
        assertThat(series.path("networkReceiveBytesPerSecond").get(1).asInt())
                .as("the loopback is no network")
                .isEqualTo(2_000);
        assertThat(series.path("cpuBusyPercent").get(2).asDouble()).isEqualTo(30.0);
        series.properties().stream()
                .filter(field -> field.getValue().isArray())
                .forEach(field -> assertThat(field.getValue()).as(field.getKey()).hasSize(3));
    }

    @Test
    void theProcessesOfAMomentSayWhoStillLives() {
        Instant at = START.plusSeconds(5);
        agent.answer(
                Query.PastProcesses.class,
                query ->
                        new PastProcesses(
                                query.at(),
                                1.003,
                                300,
                                151.23,
                                START,
                                at.plusSeconds(60),
                                List.of(item(12, 99.96, true), item(13, null, false))));
        JsonNode past =
                json(signedIn(Role.VIEWER).get("/api/v1/resources/history/processes?at=" + at));
        assertThat(past.path("time").asString()).isEqualTo(at.toString());
        assertThat(past.path("items").get(0).path("cpuPercent").asDouble()).isEqualTo(100.0);
        assertThat(past.path("items").get(0).path("alive").asBoolean()).isTrue();
        assertThat(past.path("items").get(1).path("cpuPercent").isNull()).isTrue();
        assertThat(past.path("items").get(1).path("alive").asBoolean()).isFalse();
    }

    @Test
    void aMomentThatNothingIsRememberedOfIsToldInTheReadersLanguage() {
        agent.answer(
                Query.PastProcesses.class,
                query ->
                        new Answer.Refused(
                                new Problem(
                                        Problem.Category.NOT_FOUND,
                                        "nothing_recorded",
                                        Map.of("at", "2026-05-01T09:00:00Z"))));
        Browser viewer = signedIn(Role.VIEWER);
        Browser.Answer answer =
                viewer.get("/api/v1/resources/history/processes?at=2026-05-01T09:00:00Z");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("\"nothing_recorded\"").contains("2026-05-01T09:00:00Z");
    }

    private static JsonNode json(Browser.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static PastProcesses.Item item(int pid, @Nullable Double cpu, boolean alive) {
        return new PastProcesses.Item(
                new ProcessKey(pid, 1),
                1,
                START,
                "root",
                "x",
                "x y",
                null,
                null,
                cpu,
                4096,
                null,
                1.0,
                alive);
    }

    private static Resources sample(Instant time, @Nullable Double rate) {
        return new Resources(
                time,
                rate == null ? null : 1.0,
                new Resources.Tasks(10, 1, 9, 0, 0),
                new Resources.Cpu(20, 10, 0, 65, 5, 0, 0, 0),
                List.of(),
                new Resources.Memory(100, 50, 40, 10, 60),
                new Resources.Swap(0, 0, 0),
                new Resources.Load(0.5, 0.4, 0.3),
                1000.0,
                Map.of(),
                List.of(
                        new Resources.Disk("a", rate, rate, null),
                        new Resources.Disk("b", rate, null, null)),
                List.of(),
                List.of(
                        new Resources.NetworkInterface("lo", true, rate, rate, 0.0, 0.0, 0.0, 0.0),
                        new Resources.NetworkInterface(
                                "eth0", true, rate, rate, 0.0, 0.0, 0.0, 0.0)));
    }
}

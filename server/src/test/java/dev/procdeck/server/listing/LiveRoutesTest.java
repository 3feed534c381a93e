package dev.procdeck.server.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.agent.FakeAgent;
import dev.procdeck.server.live.JsonRows;
import dev.procdeck.server.processes.ProcessList;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.services.ServiceList;
import dev.procdeck.server.sockets.SocketList;
import dev.procdeck.server.testing.AgentTest;
import dev.procdeck.server.testing.Browser;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The lists of what is there now, and what stops them.
@Timeout(60)
class LiveRoutesTest extends AgentTest {
    private static final String HOSTILE =
            "x\r\ndata: evil\n\n<img src=x onerror=alert(1)>\u0000\u001b[31m\u2028\u2029\u202e\ufeff=cmd|' /C calc'!A0\"\\";

    private Browser viewer;

    @BeforeEach
    void signIn() {
        viewer = signedIn(Role.VIEWER);
    }

    static ProcessRow process(int pid, String json) {
        ObjectNode node = (ObjectNode) JsonMapper.shared().readTree(json);
        return JsonRows.process(node.put("pid", pid).put("startTicks", pid * 10L));
    }

    /// Publishes as soon as somebody looks.
    private CompletableFuture<Void> whenWatched(Topic topic, Runnable publish) {
        return CompletableFuture.runAsync(() -> {
            await(() -> agent.watched().contains(topic));
            publish.run();
        });
    }

    private Browser.Answer processes(String query, ProcessRow... rows) {
        whenWatched(
                Topic.PROCESSES,
                () -> {
                    for (int tick = 0; tick < 5; tick++) {
                        agent.processes(rows);
                        sleep();
                    }
                });
        return viewer.get("/api/v1/processes" + query);
    }

    private static List<Integer> pids(JsonNode list) {
        return list.get("items").valueStream().map(row -> row.get("pid").asInt()).toList();
    }

    @Test
    void listsFilterSortAndPage() {
        ProcessRow[] rows = {
            process(1, "{\"comm\":\"init\",\"cpuPercent\":0.04}"),
            process(7, "{\"comm\":\"nginx\",\"cpuPercent\":2.5,\"user\":\"www-data\"}"),
            process(9, "{\"comm\":\"nginx\",\"cpuPercent\":12.26,\"user\":\"root\"}"),
            process(8, "{\"comm\":\"spin\"}")
        };
        JsonNode all = processes("", rows).json();
        assertThat(all.get("total").asInt()).isEqualTo(4);
        assertThat(pids(all)).containsExactly(1, 7, 8, 9);
        assertThat(all.get("bootId").asString()).isEqualTo(FakeAgent.BOOT_ID);
        assertThat(pids(viewer.get("/api/v1/processes?sort=-cpuPercent").json()))
                .containsExactly(9, 7, 1, 8);
        assertThat(pids(viewer.get("/api/v1/processes?q=nginx%20user:www").json()))
                .containsExactly(7);
        JsonNode page = viewer.get("/api/v1/processes?sort=pid&limit=1&offset=2").json();
        assertThat(pids(page)).containsExactly(8);
        assertThat(page.get("total").asInt()).isEqualTo(4);
        assertThat(pids(viewer.get("/api/v1/processes?offset=99").json())).isEmpty();
        assertThat(all.at("/items/3/cpuPercent").asDouble()).isEqualTo(12.3);
        assertThat(all.at("/items/2/cpuPercent").isNull()).isTrue();
    }

    @Test
    void writtenRowsHaveTheFieldsOfTheirDescription() {
        processes("", process(1, "{}"));
        whenWatched(Topic.SOCKETS, () -> agent.sockets(JsonRows.socket(JsonRows.EMPTY)));
        whenWatched(Topic.SERVICES, () -> agent.services(JsonRows.service(JsonRows.EMPTY)));
        assertFields("/api/v1/processes", ProcessList.ProcessItem.class, Set.of("unavailable"));
        assertFields("/api/v1/sockets", SocketList.SocketItem.class, Set.of("ownersUnavailable"));
        assertFields("/api/v1/services", ServiceList.ServiceItem.class, Set.of("unavailable"));
    }

    private void assertFields(String path, Class<?> type, Set<String> optional) {
        List<String> described =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .map(name -> name.replace("_", ""))
                        .filter(name -> !optional.contains(name))
                        .toList();
        List<String> written = new ArrayList<>();
        viewer.get(path).json().at("/items/0").propertyNames().forEach(written::add);
        assertThat(written).containsExactlyInAnyOrderElementsOf(described);
    }

    @Test
    void hostileNamesArriveAsData() {
        ProcessRow row =
                process(
                        5,
                        JsonMapper.shared()
                                .createObjectNode()
                                .put("comm", HOSTILE)
                                .put("cmdline", HOSTILE + " \ud83d\ude00 \ufffd")
                                .toString());
        Browser.Answer answer = processes("", row);
        assertThat(answer.json().at("/items/0/comm").asString()).isEqualTo(HOSTILE);
        assertThat(answer.json().at("/items/0/cmdline").asString())
                .isEqualTo(HOSTILE + " \ud83d\ude00 \ufffd");
        assertThat(answer.body()).doesNotContain("\n", "\r", "\u2028", "\u0000", "\u001b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/processes?sort=password",
                "/processes?sort=",
                "/processes?sort=-",
                "/processes?sort=cpuPercent;drop",
                "/processes?sort=CPUPERCENT",
                "/processes?limit=-1",
                "/processes?limit=100001",
                "/processes?limit=1e3",
                "/processes?limit=",
                "/processes?offset=-1",
                "/processes?q=nosuchfield:1",
                "/processes?q=cpu%3Emany",
                "/processes?q=a%00b",
                "/sockets?sort=cpuPercent",
                "/sockets?q=port:http",
                "/services?sort=pid",
                "/services?limit=x",
                "/search?q=foo:bar",
                "/search?limit=-5",
                "/processes/0",
                "/processes/-1",
                "/processes/99999999",
                "/processes/4194305",
                "/processes/1e3",
                "/processes/01",
                "/processes/+1",
                "/processes/%E0%A5%A7",
                "/processes/1%20",
                "/processes/abc/environment",
                "/services/-nginx",
                "/services/..",
                "/services/a..b",
                "/services/%F0%9F%98%80",
                "/services/a%20b",
                "/services/nginx*",
                "/services/%3Cb%3E",
                "/services/nginx/log?lines=0",
                "/services/nginx/log?lines=2001",
                "/services/nginx/log?priority=8",
                "/services/nginx/log?cursor=%0A",
                "/resources/history?seconds=0",
                "/resources/history?seconds=-3",
                "/resources/history/series?seconds=0",
                "/resources/history/processes",
                "/resources/history/processes?at=yesterday",
                "/commands/0",
                "/commands/x",
                "/stream?topics=nonsense",
                "/stream?topics=resources,PROCESSES",
                "/stream",
            })
    void whatIsNotRightIsAProblemOfTheUser(String path) {
        Browser admin = signedIn(Role.ADMIN);
        Browser.Answer answer = admin.get("/api/v1" + path);
        assertThat(answer.status()).as(answer.body()).isBetween(400, 404).isNotIn(401, 403);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(agent.questions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/processes/77/signals|{}",
                "/processes/77/signals|{\"signal\":\"TERM\"}",
                "/processes/77/signals|{\"signal\":\"SIGTERM\",\"startTicks\":1}",
                "/processes/77/signals|{\"signal\":\"term\",\"startTicks\":1}",
                "/processes/77/signals|{\"signal\":15,\"startTicks\":1}",
                "/processes/77/signals|{\"signal\":\"TERM\",\"startTicks\":\"1\"}",
                "/processes/77/signals|{\"signal\":\"TERM\",\"startTicks\":-1}",
                "/processes/77/signals|{\"signal\":\"TERM\",\"startTicks\":1.5}",
                "/processes/77/signals|{\"signal\":\"TERM\",\"startTicks\":1,\"role\":\"admin\"}",
                "/processes/0/signals|{\"signal\":\"TERM\",\"startTicks\":1}",
                "/processes/-5/signals|{\"signal\":\"TERM\",\"startTicks\":1}",
                "/processes/77/signals?wait=61|{\"signal\":\"TERM\",\"startTicks\":1}",
                "/processes/77/signals?wait=x|{\"signal\":\"TERM\",\"startTicks\":1}",
                "/processes/77/priority|{\"nice\":20,\"startTicks\":1}",
                "/processes/77/priority|{\"nice\":-21,\"startTicks\":1}",
                "/processes/77/priority|{\"startTicks\":1}",
                "/services/nginx/operations|{}",
                "/services/nginx/operations|{\"operation\":\"explode\"}",
                "/services/nginx/operations|{\"operation\":\"START\"}",
                "/services/nginx/operations|{\"operation\":\"start\",\"mode\":\"isolate\"}",
                "/services/nginx/operations|{\"operation\":\"start\",\"actor\":\"root\"}",
                "/services/--now/operations|{\"operation\":\"start\"}",
                "/services/nginx/operations|[]",
                "/services/nginx/operations|",
                "/commands|{}",
                "/commands|{\"command\":\"  \"}",
                "/commands|{\"command\":\"a\\u0000b\"}",
                "/commands|{\"command\":\"docker ps\",\"service\":\"../x\"}",
                "/commands/preview|{\"command\":null}",
            })
    void anActThatIsNotRightIsNotDone(String given) {
        String[] parts = given.split("\\|", 2);
        Browser admin = signedIn(Role.ADMIN);
        Browser.Answer answer = admin.post("/api/v1" + parts[0], parts[1]);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(agent.acts()).isEmpty();
    }

    @Test
    void aLongCommandIsRefused() {
        String body = "{\"command\":\"" + "x".repeat(5000) + "\"}";
        assertThat(signedIn(Role.ADMIN).post("/api/v1/commands", body).status()).isEqualTo(400);
    }

    @Test
    void whatTheAgentDoesNotKnowIsNotFoundWithTheNearestNames() {
        agent.answer(
                Query.ServiceDetail.class,
                _ ->
                        new Answer.Refused(
                                new Problem(
                                        Problem.Category.NOT_FOUND,
                                        "no_such_service",
                                        Map.of(
                                                "unit",
                                                "ngnix.service",
                                                "nearest",
                                                "nginx.service"))));
        Browser.Answer answer = viewer.get("/api/v1/services/ngnix");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("no_such_service");
        assertThat(answer.json().at("/parameters/nearest").asString()).isEqualTo("nginx.service");
    }

    @Test
    void withoutAnAgentLookingIsUnavailable() {
        agent.kill();
        await(() -> !link.state().connected());
        for (String path :
                Stream.of(
                                "host",
                                "schedule",
                                "resources",
                                "processes",
                                "sockets",
                                "services",
                                "policy")
                        .toList()) {
            Browser.Answer answer = viewer.get("/api/v1/" + path);
            assertThat(answer.status()).as(path).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("agent_unavailable");
            assertThat(answer.json().at("/parameters/since").asString()).isNotEmpty();
        }
        assertThat(viewer.get("/api/v1/session").json().get("readOnlyReason").asString())
                .isEqualTo("agent_unavailable");
    }

    @Test
    void anAgentOfAnotherVersionRefusesEverything() {
        agent.kill();
        await(() -> !link.state().connected());
        agent.speak(99);
        agent.start();
        await(() -> "version_mismatch".equals(link.state().reason()));
        Browser.Answer answer = viewer.get("/api/v1/processes");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("version_mismatch");
        Browser.Answer act =
                signedIn(Role.ADMIN)
                        .post("/api/v1/services/x/operations", "{\"operation\":\"start\"}");
        assertThat(act.status()).isEqualTo(503);
        assertThat(agent.acts()).isEmpty();
    }

    @Test
    void lookingEndsTenSecondsAfterTheLastRequest() {
        processes("", process(1, "{}"));
        assertThat(agent.watched()).contains(Topic.PROCESSES);
        long began = System.nanoTime();
        while (agent.watched().contains(Topic.PROCESSES)) {
            sleep();
        }
        assertThat(System.nanoTime() - began).isGreaterThan(8_000_000_000L);
    }

    private static void sleep() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

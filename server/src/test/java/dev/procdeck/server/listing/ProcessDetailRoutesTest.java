package dev.procdeck.server.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.Reading;
import dev.procdeck.protocol.Unavailable;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.Permission;
import dev.procdeck.protocol.answer.ProcessDetail;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.SocketRow;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.agent.FakeAgent;
import dev.procdeck.server.live.JsonRows;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.AgentTest;
import dev.procdeck.server.testing.Browser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `/api/v1/processes/PID`: one process in detail, and its environment.
@Timeout(60)
class ProcessDetailRoutesTest extends AgentTest {
    private Browser viewer;

    @BeforeEach
    void signIn() {
        viewer = signedIn(Role.VIEWER);
    }

    @Test
    void aProcessInDetailSaysWhatMayNotBeRead() {
        ProcessRow row =
                LiveRoutesTest.process(77, "{\"comm\":\"nginx\",\"unit\":\"nginx.service\"}");
        agent.answer(Query.ProcessDetail.class, _ -> detail(row));
        agent.answer(
                Query.MayActOnProcess.class,
                _ ->
                        new Answer.Permissions(
                                Map.of(
                                        "TERM", new Permission(true, null, Map.of()),
                                        "KILL",
                                                new Permission(
                                                        false, "confirmation_required", Map.of()),
                                        "STOP", new Permission(false, "policy_denied", Map.of()),
                                        "priority",
                                                new Permission(false, "policy_denied", Map.of()))));
        SocketRow mine =
                JsonRows.socket(
                        JsonMapper.shared()
                                .readTree(
                                        "{\"id\":1,\"localPort\":80,\"owners\":[{\"pid\":77,\"program\":\"nginx\"}]}"));
        agent.answer(
                Query.SocketsOfProcess.class,
                asked -> {
                    assertThat(asked.process()).isEqualTo(row.key());
                    return new Answer.HeldSockets(List.of(mine), null);
                });
        JsonNode view = viewer.get("/api/v1/processes/77").json();
        assertThat(view.get("pid").asInt()).isEqualTo(77);
        assertThat(view.at("/executable/denied").asString()).isEqualTo("no_permission");
        assertThat(view.at("/workingDirectory/value").asString()).isEqualTo("/srv");
        assertThat(view.at("/io/unsupported").asString()).isEqualTo("not_provided");
        assertThat(view.get("sockets").size()).isEqualTo(1);
        assertThat(view.get("socketsUnavailable").isNull()).isTrue();
        assertThat(agent.watched()).doesNotContain(Topic.SOCKETS);
        assertThat(view.at("/service/name").asString()).isEqualTo("nginx.service");
        assertThat(view.get("signals").valueStream().map(JsonNode::asString))
                .containsExactly("KILL", "TERM");
        assertThat(view.get("waitPercent").asDouble()).isEqualTo(12.5);
        assertThat(view.get("contextSwitchesPerSecond").isNull()).isTrue();
        assertThat(view.at("/mayAct/priority/code").asString()).isEqualTo("policy_denied");
    }

    @Test
    void socketsThatMayNotBeReadAreNotNone() {
        agent.answer(Query.ProcessDetail.class, _ -> detail(LiveRoutesTest.process(78, "{}")));
        agent.answer(
                Query.SocketsOfProcess.class,
                _ -> new Answer.HeldSockets(List.of(), Unavailable.DENIED));
        JsonNode view = viewer.get("/api/v1/processes/78").json();
        assertThat(view.get("sockets").isNull()).isTrue();
        assertThat(view.get("socketsUnavailable").asString()).isEqualTo("denied");
    }

    @Test
    void socketsThatAreThereAreShownThoughOthersMayNotBeRead() {
        agent.answer(Query.ProcessDetail.class, _ -> detail(LiveRoutesTest.process(79, "{}")));
        agent.answer(
                Query.SocketsOfProcess.class,
                _ ->
                        new Answer.HeldSockets(
                                List.of(JsonRows.socket(JsonRows.EMPTY)), Unavailable.UNSUPPORTED));
        JsonNode view = viewer.get("/api/v1/processes/79").json();
        assertThat(view.get("sockets").size()).isEqualTo(1);
        assertThat(view.get("socketsUnavailable").asString()).isEqualTo("unsupported");
    }

    @Test
    void theEnvironmentIsForAdministratorsAlone() {
        agent.answer(Query.ProcessDetail.class, _ -> detail(LiveRoutesTest.process(77, "{}")));
        agent.answer(
                Query.Environment.class,
                _ ->
                        new Answer.Environment(
                                List.of(new Answer.Variable("SECRET", "hunter2")), false));
        assertThat(viewer.get("/api/v1/processes/77/environment").status()).isEqualTo(403);
        assertThat(viewer.get("/api/v1/processes/77").body()).doesNotContain("hunter2");
        JsonNode environment = signedIn(Role.ADMIN).get("/api/v1/processes/77/environment").json();
        assertThat(environment.at("/items/0/value").asString()).isEqualTo("hunter2");
    }

    @Test
    void aProcessThatHasEndedIsCalledSo() {
        Browser.Answer answer = viewer.get("/api/v1/processes/4194304");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.code()).isEqualTo("no_such_process");
        assertThat(answer.json().at("/parameters/pid").asInt()).isEqualTo(4194304);
    }

    private static ProcessDetail detail(ProcessRow row) {
        return new ProcessDetail(
                row,
                FakeAgent.BOOT_ID,
                List.of("nginx", "-g", "daemon off;"),
                false,
                Reading.denied(),
                Reading.of("/srv"),
                Reading.of("/"),
                Reading.of(new ProcessDetail.Ids(0, 0, 0, 0, "root", "root")),
                Reading.of(new ProcessDetail.Ids(0, 0, 0, 0, "root", "root")),
                List.of("root"),
                Reading.of(List.of(new ProcessDetail.Limit("openFiles", 1024L, null, "files"))),
                Reading.of(List.of(new ProcessDetail.ThreadRow(77, "nginx", 'S', 1.5))),
                Reading.of(new ProcessDetail.OpenFiles(2, List.of())),
                Reading.unsupported(),
                12.5,
                null,
                "/system.slice/nginx.service",
                0,
                Map.of(),
                List.of(),
                List.of());
    }
}

package dev.procdeck.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.CommandPreview;
import dev.procdeck.protocol.answer.Permission;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.OutputStreamKind;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.server.agent.FakeAgent;
import dev.procdeck.server.factors.App;
import dev.procdeck.server.factors.Factors;
import dev.procdeck.server.live.JsonRows;
import dev.procdeck.server.security.RequiredFactor;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.AgentTest;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.users.AppUser;
import dev.procdeck.server.users.Author;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(90)
class StreamTest extends AgentTest {
    @Autowired private RequiredFactor required;
    @Autowired private Factors factors;

    private static ProcessRow process(int pid, String comm, double cpuPercent) {
        return JsonRows.process(
                JsonMapper.shared()
                        .createObjectNode()
                        .put("pid", pid)
                        .put("comm", comm)
                        .put("cpuPercent", cpuPercent));
    }

    private SseClient open(Browser browser, String topics) {
        return SseClient.open(port, browser, topics, true);
    }

    @Test
    void aStreamGreetsThenGivesTheWholeTableThenChanges() {
        try (SseClient stream = open(signedIn(Role.VIEWER), "processes")) {
            SseClient.Event hello = stream.next("hello");
            assertThat(hello.json().get("bootId").asString()).isEqualTo(FakeAgent.BOOT_ID);
            assertThat(hello.json().get("periodMillis").asInt()).isEqualTo(1000);
            assertThat(stream.next("agent").json().get("connected").asBoolean()).isTrue();
            await(() -> agent.watched().equals(Set.of(Topic.PROCESSES)));
            agent.processes(process(1, "init", 0), process(2, "x\r\n\ndata: evil\u2028", 1));
            JsonNode full = stream.next("processes").json();
            assertThat(full.get("full").asBoolean()).isTrue();
            assertThat(full.at("/rows/1/comm").asString()).isEqualTo("x\r\n\ndata: evil\u2028");
            agent.change(List.of(process(1, "init", 7)), List.of(new ProcessKey(2, 0)));
            JsonNode change = stream.next("processes").json();
            assertThat(change.get("base").asLong()).isEqualTo(full.get("tick").asLong());
            assertThat(change.get("changed").toString())
                    .isEqualTo("[{\"pid\":1,\"startTicks\":0,\"cpuPercent\":7}]");
            assertThat(change.get("gone").toString()).isEqualTo("[[2,0]]");
        }
        await(() -> {
            agent.processes(process(1, "init", 0));
            return agent.watched().isEmpty();
        });
    }

    @Test
    void aLostAgentIsToldAtOnceAndItsReturnBringsTheWholeTable() {
        try (SseClient stream = open(signedIn(Role.VIEWER), "processes")) {
            stream.next("agent");
            await(() -> agent.watched().contains(Topic.PROCESSES));
            agent.processes(process(1, "init", 0));
            stream.next("processes");
            long began = System.nanoTime();
            agent.kill();
            JsonNode gone = stream.next("agent").json();
            assertThat(gone.get("connected").asBoolean()).isFalse();
            assertThat(gone.get("reason").asString()).isEqualTo("agent_gone");
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(3));
            agent.start();
            assertThat(stream.next("agent").json().get("connected").asBoolean()).isTrue();
            await(() -> agent.watched().contains(Topic.PROCESSES));
            agent.processes(process(3, "new", 0));
            JsonNode full = stream.next("processes").json();
            assertThat(full.get("full").asBoolean()).isTrue();
            assertThat(full.at("/rows/0/pid").asInt()).isEqualTo(3);
        }
    }

    @Test
    void newsOfAnOperationGoesToItsUserAndAdministratorsWithTheBadge() {
        Browser operator = signedIn(Role.OPERATOR);
        try (SseClient mine = open(operator, "operations");
                SseClient admins = open(signedIn(Role.ADMIN), "operations");
                SseClient others = open(signedIn(Role.OPERATOR), "operations")) {
            List.of(mine, admins, others).forEach(stream -> stream.next("agent"));
            operator.post("/api/v1/services/nginx/operations", "{\"operation\":\"start\"}");
            for (SseClient stream : List.of(mine, admins)) {
                JsonNode first = nextOfServices(stream);
                assertThat(first.get("unseen").asInt()).isPositive();
                JsonNode second = nextOfServices(stream);
                assertThat(second.at("/record/retStatus").asString()).isEqualTo("succeeded");
            }
            assertThat(others.events()).noneMatch(event -> event.data().contains("nginx.service"));
        }
    }

    /// News of accounts and sessions, which other tests make, is passed over.
    private static JsonNode nextOfServices(SseClient stream) {
        while (true) {
            JsonNode news = stream.next("operations").json();
            if (news.at("/record/target").asString().equals("nginx.service")) {
                return news;
            }
        }
    }

    @Test
    void outputOfACommandComesInOrderAndIsKept() {
        Browser admin = signedIn(Role.ADMIN);
        agent.onAct(_ -> FakeAgent.done(ReturnStatus.PENDING, "started"));
        agent.answer(
                Query.CommandPreview.class,
                _ ->
                        new CommandPreview(
                                List.of("docker", "ps"),
                                "/usr/bin/docker",
                                new Permission(true, null, Map.of()),
                                null,
                                "root",
                                List.of()));
        try (SseClient stream = open(admin, "operations");
                SseClient other = open(signedIn(Role.OPERATOR), "operations")) {
            stream.next("agent");
            other.next("agent");
            long id =
                    admin.post("/api/v1/commands?wait=0", "{\"command\":\"docker ps\"}")
                            .json()
                            .get("id")
                            .asLong();
            for (int i = 0; i < 20; i++) {
                agent.publish(
                        new Live.CommandOutput(
                                id,
                                OutputStreamKind.STDOUT,
                                Instant.EPOCH,
                                "line " + i + "\n\u001b[31m",
                                false));
            }
            for (int i = 0; i < 20; i++) {
                JsonNode piece = stream.next("command").json();
                assertThat(piece.get("text").asString()).isEqualTo("line " + i + "\n\u001b[31m");
                assertThat(piece.get("operationId").asLong()).isEqualTo(id);
            }
            agent.publish(
                    new Live.ActEnded(
                            id, FakeAgent.outcome(ReturnStatus.SUCCEEDED, "command_succeeded")));
            await(() ->
                    admin.get("/api/v1/commands/" + id)
                            .json()
                            .get("retStatus")
                            .asString()
                            .equals("succeeded"));
            JsonNode kept = admin.get("/api/v1/commands/" + id).json();
            assertThat(kept.get("output").size()).isEqualTo(20);
            assertThat(kept.get("program").asString()).isEqualTo("/usr/bin/docker");
            assertThat(other.has("command")).isFalse();
        }
    }

    @Test
    @DisplayName("A9, B7: a stream ends with its session or account")
    void aStreamEndsWithItsSessionOrAccount() {
        Browser leaving = signedIn(Role.VIEWER);
        AppUser user = account(Role.OPERATOR);
        account(Role.ADMIN);
        AppUser lowered = account(Role.ADMIN);
        try (SseClient one = open(leaving, "resources");
                SseClient two = open(signedIn(user), "resources");
                SseClient three = open(signedIn(lowered), "resources")) {
            List.of(one, two, three).forEach(stream -> stream.next("agent"));
            leaving.delete("/api/v1/session");
            accounts.setDisabled(Author.ofConsole(), user.userName(), true);
            accounts.changeRole(Author.ofConsole(), lowered.userName(), Role.VIEWER);
            long began = System.nanoTime();
            for (SseClient stream : List.of(one, two, three)) {
                assertThat(stream.next("bye").json().get("code").asString()).isNotEmpty();
                stream.awaitEnd();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    @DisplayName("A13: a stream ends when its role must have a second factor from now on")
    void aStreamEndsWhenASecondFactorIsRequired() {
        Browser admin = signedIn(Role.ADMIN);
        try (SseClient kept = open(signedIn(Role.VIEWER), "resources");
                SseClient ended = open(admin, "resources")) {
            kept.next("agent");
            ended.next("agent");
            await(() -> {
                agent.publish(
                        new Live.PolicyChanged(
                                null, dev.procdeck.protocol.operation.Role.OPERATOR));
                return required.of(Role.OPERATOR);
            });
            ended.next("bye");
            ended.awaitEnd();
            assertThat(admin.get("/api/v1/operations").code()).isEqualTo("second_factor_due");
            agent.publish(new Live.PolicyChanged(null, null));
            await(() -> admin.get("/api/v1/operations").status() == 200);
        } finally {
            required.set(null);
        }
    }

    @Test
    @DisplayName("A13: a stream ends with the second factor that it was opened under")
    void aStreamEndsWithItsFactor() {
        AppUser removed = account(Role.OPERATOR);
        AppUser due = account(Role.OPERATOR);
        Browser first = provedByApp(removed);
        Browser second = provedByApp(due);
        try (SseClient one = open(first, "resources");
                SseClient two = open(second, "resources")) {
            List.of(one, two).forEach(stream -> stream.next("agent"));
            // As root does from the command line.
            accounts.removeFactors(Author.ofConsole(), removed.userName());
            one.next("bye");
            one.awaitEnd();
            assertThat(first.get("/api/v1/operations").code()).isEqualTo("sign_in_required");
            // Gone without a word, as in a restored database, and asked for by the policy.
            factors.removeAll(due.userName());
            required.set(Role.OPERATOR);
            two.next("bye");
            two.awaitEnd();
            assertThat(second.get("/api/v1/operations").code()).isEqualTo("second_factor_due");
        } finally {
            required.set(null);
        }
    }

    private Browser provedByApp(AppUser user) {
        App app = App.addTo(factors, user.userName());
        Browser browser = signedIn(user);
        browser.post("/api/v1/session/second-factor", "{\"code\":\"%s\"}".formatted(app.code()));
        return browser;
    }

    @Test
    @DisplayName("R4: a session has five streams")
    void aSessionHasFiveStreamsAndANewerOneTakesTheOldestsPlace() {
        Browser browser = signedIn(Role.VIEWER);
        try (SseClient other = open(signedIn(Role.VIEWER), "operations")) {
            other.next("hello");
            List<SseClient> streams = new ArrayList<>();
            for (int i = 0; i < 2 * StreamHub.MAX_STREAMS_PER_SESSION; i++) {
                streams.add(open(browser, "operations"));
                streams.getLast().next("hello");
            }
            for (SseClient old : streams.subList(0, StreamHub.MAX_STREAMS_PER_SESSION)) {
                assertThat(old.next("bye").json().get("code").asString()).isEqualTo("replaced");
                old.awaitEnd();
            }
            agent.kill();
            for (SseClient newer :
                    streams.subList(StreamHub.MAX_STREAMS_PER_SESSION, streams.size())) {
                newer.next("agent");
                assertThat(newer.next("agent").json().get("connected").asBoolean()).isFalse();
                newer.close();
            }
            other.next("agent");
            assertThat(other.next("agent").json().get("connected").asBoolean()).isFalse();
            agent.start();
        }
    }

    @Test
    void aPageThatIsReloadedQuicklyIsNeverRefused() {
        Browser browser = signedIn(Role.VIEWER);
        for (int i = 0; i < 30; i++) {
            try (SseClient gone = open(browser, "operations")) {
                assertThat(gone.status()).isEqualTo(200);
            }
        }
        try (SseClient last = open(browser, "operations")) {
            last.next("agent");
            assertThat(last.has("bye")).isFalse();
        }
    }

    @Test
    void plainTextWorksToo() {
        try (SseClient stream = SseClient.open(port, signedIn(Role.VIEWER), "operations", false)) {
            stream.next("hello");
            assertThat(stream.next("agent").json().get("connected").asBoolean()).isTrue();
        }
    }

    @Test
    void stalledViewersHoldUpNobodyAndStayBounded() throws Exception {
        List<SseClient> healthy = new ArrayList<>();
        List<SseClient> stalled = new ArrayList<>();
        Browser browser = null;
        for (int i = 0; i < 50; i++) {
            if (i % 5 == 0) {
                browser = signedIn(Role.VIEWER);
            }
            SseClient stream = open(browser, "processes");
            stream.next("agent");
            if (i % 5 == 4) {
                stream.stall();
                stalled.add(stream);
            } else {
                healthy.add(stream);
            }
        }
        await(() -> agent.watched().contains(Topic.PROCESSES));
        ProcessRow[] rows =
                IntStream.rangeClosed(1, 2000)
                        .mapToObj(pid -> process(pid, "name of some length " + pid, pid % 7))
                        .toArray(ProcessRow[]::new);
        agent.processes(rows);
        healthy.forEach(stream -> stream.next("processes"));
        System.gc();
        long before = usedBytes();
        long slowest = 0;
        for (int tick = 0; tick < 60; tick++) {
            double percent = 1 + tick % 90;
            List<ProcessRow> changed = new ArrayList<>();
            for (int pid = 1; pid <= 2000; pid++) {
                changed.add(process(pid, "name of some length " + pid, percent));
            }
            long began = System.nanoTime();
            agent.change(changed, List.of());
            for (SseClient stream : healthy) {
                JsonNode frame = stream.next("processes").json();
                JsonNode first = frame.has("full") ? frame.at("/rows/0") : frame.at("/changed/0");
                assertThat(first.get("cpuPercent").asDouble()).isEqualTo(percent);
            }
            slowest = Math.max(slowest, System.nanoTime() - began);
        }
        System.gc();
        assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(3));
        assertThat(usedBytes() - before).isLessThan(60L << 20);
        for (SseClient stream : stalled) {
            stream.resume();
            JsonNode last = null;
            do {
                last = stream.next("processes").json();
            } while (last.at(last.has("full") ? "/rows/0" : "/changed/0")
                            .get("cpuPercent")
                            .asDouble()
                    != 60);
        }
        healthy.forEach(SseClient::close);
        stalled.forEach(SseClient::close);
    }

    private static long usedBytes() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}

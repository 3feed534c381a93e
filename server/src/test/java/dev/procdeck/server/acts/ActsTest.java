package dev.procdeck.server.acts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.Permission;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.protocol.operation.ServiceVerb;
import dev.procdeck.server.agent.FakeAgent;
import dev.procdeck.server.operations.AuditVerifier;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.AgentTest;
import dev.procdeck.server.testing.Browser;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@Timeout(90)
class ActsTest extends AgentTest {
    @Autowired private AuditVerifier verifier;

    private static final String RESTART = "{\"operation\":\"restart\"}";

    private Browser.Answer restart(Browser browser, String unit, String... headers) {
        return browser.post("/api/v1/services/" + unit + "/operations", RESTART, headers);
    }

    private JsonNode record(Browser browser, long id) {
        return browser.get("/api/v1/operations/" + id).json();
    }

    @Test
    void anActIsRecordedSentOnceAndAnsweredWithItsOutcome() {
        Browser operator = signedIn(Role.OPERATOR);
        Browser.Answer answer = restart(operator, "nginx");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode record = answer.json();
        assertThat(record.get("retStatus").asString()).isEqualTo("succeeded");
        assertThat(record.get("target").asString()).isEqualTo("nginx.service");
        // The page's way on from a record to its service hangs on this word.
        assertThat(record.get("targetKind").asString()).isEqualTo("unit");
        assertThat(record.get("operation").asString()).isEqualTo("restart");
        assertThat(record.at("/outcome/code").asString()).isEqualTo("running");
        assertThat(agent.acts()).hasSize(1);
        Act.OnService act = (Act.OnService) agent.acts().getFirst();
        assertThat(act.verb()).isEqualTo(ServiceVerb.RESTART);
        assertThat(act.intent().operationId()).isEqualTo(record.get("id").asLong());
        assertThat(act.intent().actor().remoteAddress()).isEqualTo("127.0.0.1");
    }

    @Test
    void theIntentIsInTheDatabaseBeforeTheAgentHearsOfIt() {
        Browser operator = signedIn(Role.OPERATOR);
        CompletableFuture<String> seen = new CompletableFuture<>();
        agent.onAct(act -> {
            seen.complete(record(operator, act.intent().operationId()).get("retStatus").asString());
            return FakeAgent.done(ReturnStatus.SUCCEEDED, "running");
        });
        restart(operator, "nginx.service");
        assertThat(seen.join()).isEqualTo("pending");
    }

    @Test
    void whatEndedBadlyIsStillAnAnswer() {
        Browser operator = signedIn(Role.OPERATOR);
        agent.onAct(_ -> FakeAgent.done(ReturnStatus.FAILED, "started_then_died"));
        Browser.Answer answer = restart(operator, "nginx");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("retStatus").asString()).isEqualTo("failed");
    }

    @Test
    void aViewerIsRefusedAndTheRefusalIsARow() {
        Browser viewer = signedIn(Role.VIEWER);
        Browser.Answer answer = restart(viewer, "nginx");
        assertThat(answer.status()).isEqualTo(403);
        long id = answer.json().get("operationId").asLong();
        assertThat(record(viewer, id).get("retStatus").asString()).isEqualTo("refused");
        assertThat(agent.acts()).isEmpty();
    }

    @Test
    void theAgentsRefusalBecomesAProblemWithItsRecord() {
        Browser admin = signedIn(Role.ADMIN);
        agent.onAct(_ -> FakeAgent.refused(Problem.Category.DENIED, "protected_unit"));
        Browser.Answer answer = restart(admin, "dbus.service");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("protected_unit");
        assertThat(answer.json().at("/parameters/unit").asString()).isEqualTo("x.service");
        long id = answer.json().get("operationId").asLong();
        assertThat(record(admin, id).get("retStatus").asString()).isEqualTo("refused");
    }

    @Test
    @DisplayName("U2: of an act that was done nobody is told that nothing has happened")
    void aRecordThatCannotBeReadIsNotAnActThatDidNotHappen() throws Exception {
        Browser operator = signedIn(Role.OPERATOR);
        agent.onAct(_ -> {
            database("alter table operation_log rename to operation_log_away");
            return FakeAgent.done(ReturnStatus.SUCCEEDED, "running");
        });
        Browser.Answer answer;
        try {
            answer = restart(operator, "nginx");
        } finally {
            database("alter table operation_log_away rename to operation_log");
        }
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("outcome_unread");
        long id = answer.json().get("operationId").asLong();
        assertThat(agent.acts()).extracting(act -> act.intent().operationId()).containsExactly(id);
        await(() -> record(operator, id).get("retStatus").asString().equals("succeeded"));
    }

    private static void database(String statement) {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + dataDir().resolve("procdeck.db"));
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSlowActIsPendingAndEndsLater() {
        Browser operator = signedIn(Role.OPERATOR);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        agent.onAct(_ -> answer.join());
        Browser.Answer pending = operator.post("/api/v1/services/slow/operations?wait=0", RESTART);
        assertThat(pending.status()).isEqualTo(202);
        long id = pending.json().get("id").asLong();
        assertThat(pending.json().get("retStatus").asString()).isEqualTo("pending");
        answer.complete(FakeAgent.done(ReturnStatus.SUCCEEDED, "running"));
        await(() -> record(operator, id).get("retStatus").asString().equals("succeeded"));
    }

    @Test
    @Tag("long")
    void waitingLongerThanAConnectionMayIdleIsFine() {
        Browser operator = signedIn(Role.OPERATOR);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        agent.onAct(_ -> answer.join());
        answer.completeOnTimeout(
                FakeAgent.done(ReturnStatus.SUCCEEDED, "running"), 40, TimeUnit.SECONDS);
        Browser.Answer slow = operator.post("/api/v1/services/slow/operations?wait=60", RESTART);
        assertThat(slow.status()).isEqualTo(200);
        assertThat(slow.json().get("retStatus").asString()).isEqualTo("succeeded");
    }

    @Test
    void aProcessThatIsAnotherOneNowIsTheAgentsToRefuse() {
        Browser operator = signedIn(Role.OPERATOR);
        agent.answer(
                Query.MayActOnProcess.class,
                _ -> FakeAgent.refused(Problem.Category.NOT_FOUND, "not_found"));
        agent.onAct(_ -> FakeAgent.refused(Problem.Category.CONFLICT, "identity_changed"));
        Browser.Answer answer =
                operator.post(
                        "/api/v1/processes/77/signals", "{\"signal\":\"TERM\",\"startTicks\":5}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("identity_changed");
        assertThat(answer.json().get("operationId").asLong()).isPositive();
    }

    @Test
    void killingAnotherAccountsProcessAsksForAFreshPassword() {
        Browser operator = signedIn(Role.OPERATOR);
        String kill = "{\"signal\":\"KILL\",\"startTicks\":5}";
        assertThat(operator.post("/api/v1/processes/77/signals", kill).status()).isEqualTo(200);
        clock.forward(Duration.ofMinutes(16));
        assertThat(operator.post("/api/v1/processes/77/signals", kill).code())
                .isEqualTo("step_up_required");
        String term = kill.replace("KILL", "TERM");
        assertThat(operator.post("/api/v1/processes/77/signals", term).status()).isEqualTo(200);
    }

    @Test
    void whoComesSecondIsToldWhoActsAlready() {
        Browser first = signedIn(Role.OPERATOR);
        Browser second = signedIn(Role.ADMIN);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        agent.onAct(_ -> answer.join());
        Browser.Answer one = first.post("/api/v1/services/busy/operations?wait=0", RESTART);
        Browser.Answer two = restart(second, "busy.service");
        assertThat(two.status()).isEqualTo(409);
        assertThat(two.code()).isEqualTo("already_running");
        assertThat(two.json().at("/parameters/userName").asString())
                .isEqualTo(one.json().get("userName").asString());
        assertThat(two.json().at("/parameters/operation").asString()).isEqualTo("restart");
        assertThat(agent.acts()).hasSize(1);
        answer.complete(FakeAgent.done(ReturnStatus.SUCCEEDED, "running"));
        await(() -> restart(second, "busy.service").status() == 200);
    }

    @Test
    void theSameKeyIsOneActOneRecordAndTheSameAnswer() {
        Browser operator = signedIn(Role.OPERATOR);
        Browser.Answer one = restart(operator, "nginx", "Idempotency-Key", "k-1");
        Browser.Answer two = restart(operator, "nginx", "Idempotency-Key", "k-1");
        assertThat(two.body()).isEqualTo(one.body());
        assertThat(agent.acts()).hasSize(1);
        Browser.Answer other = restart(operator, "cron", "Idempotency-Key", "k-1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(agent.acts()).hasSize(1);
    }

    @Test
    void anAgentThatDiesInTheMiddleLeavesAnUnknownThatIsNeverDoneAgain() {
        Browser operator = signedIn(Role.OPERATOR);
        agent.onAct(_ -> {
            agent.kill();
            return null;
        });
        agent.answer(
                Query.Outcomes.class,
                query ->
                        new Answer.Outcomes(
                                Map.of(
                                        query.operationIds().getFirst(),
                                        FakeAgent.outcome(
                                                ReturnStatus.UNKNOWN, "agent_restarted"))));
        CompletableFuture<Browser.Answer> answer =
                CompletableFuture.supplyAsync(() -> restart(operator, "nginx"));
        await(() -> !agent.acts().isEmpty());
        agent.start();
        assertThat(answer.join().status()).isEqualTo(200);
        assertThat(answer.join().json().get("retStatus").asString()).isEqualTo("unknown");
        assertThat(agent.acts()).hasSize(1);
    }

    @Test
    void anAgentThatStaysAwayLeavesAnUnknown() {
        Browser operator = signedIn(Role.OPERATOR);
        agent.onAct(_ -> {
            agent.kill();
            return null;
        });
        Browser.Answer answer = restart(operator, "nginx");
        assertThat(answer.json().get("retStatus").asString()).isEqualTo("unknown");
        Browser.Answer next = restart(operator, "nginx");
        assertThat(next.status()).isEqualTo(503);
        assertThat(next.code()).isEqualTo("agent_unavailable");
    }

    @Test
    void aTargetThatAsksForConfirmationAsksForAFreshPasswordToo() {
        Browser admin = signedIn(Role.ADMIN);
        agent.answer(
                Query.MayActOnService.class,
                _ ->
                        new Answer.Permissions(
                                Map.of(
                                        "restart",
                                        new Permission(false, "confirmation_required", Map.of()))));
        assertThat(restart(admin, "ssh").status()).isEqualTo(200);
        clock.forward(Duration.ofMinutes(16));
        Browser.Answer answer = restart(admin, "ssh");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("step_up_required");
    }

    @Test
    void aCommandIsForAdministratorsWithAFreshPassword() {
        String body = "{\"command\":\"systemctl restart nginx\"}";
        assertThat(signedIn(Role.OPERATOR).post("/api/v1/commands", body).status()).isEqualTo(403);
        Browser admin = signedIn(Role.ADMIN);
        assertThat(admin.post("/api/v1/commands", body).status()).isEqualTo(200);
        clock.forward(Duration.ofMinutes(16));
        assertThat(admin.post("/api/v1/commands", body).code()).isEqualTo("step_up_required");
    }

    @Test
    void aCommandsEndMayComeByItself() {
        Browser admin = signedIn(Role.ADMIN);
        agent.onAct(_ -> FakeAgent.done(ReturnStatus.PENDING, "started"));
        Browser.Answer answer =
                admin.post("/api/v1/commands?wait=0", "{\"command\":\"docker ps\"}");
        assertThat(answer.status()).isEqualTo(202);
        long id = answer.json().get("id").asLong();
        agent.publish(new Live.ActEnded(id, FakeAgent.outcome(ReturnStatus.SUCCEEDED, "exited")));
        await(() -> record(admin, id).get("retStatus").asString().equals("succeeded"));
    }

    @Test
    @DisplayName("U4: an unknown is resolved by looking once the agent is back, never by doing")
    void anUnknownIsResolvedByLooking() {
        Browser operator = signedIn(Role.OPERATOR);
        agent.onAct(_ -> {
            agent.kill();
            return null;
        });
        Browser.Answer answer = restart(operator, "late");
        long id = answer.json().get("id").asLong();
        assertThat(answer.json().at("/outcome/code").asString()).isEqualTo("agent_lost");
        agent.answer(
                Query.Outcomes.class,
                query ->
                        new Answer.Outcomes(
                                Map.of(id, FakeAgent.outcome(ReturnStatus.SUCCEEDED, "running"))));
        agent.start();
        await(() -> record(operator, id).get("retStatus").asString().equals("succeeded"));
        assertThat(agent.acts()).as("looked, not done again").hasSize(1);
        assertThat(verifier.verify().problems()).isEmpty();
        agent.kill();
        agent.start();
        await(() -> link.state().connected());
        assertThat(record(operator, id).at("/outcome/code").asString()).isEqualTo("running");
    }

    @Test
    @DisplayName("U4: an agent whose journal was lost is not believed when it knows nothing")
    void anAgentThatForgotIsNoWitness() {
        Browser operator = signedIn(Role.OPERATOR);
        assertThat(restart(operator, "done").json().get("retStatus").asString())
                .isEqualTo("succeeded");
        for (boolean forgets : new boolean[] {false, true}) {
            agent.onAct(_ -> {
                agent.kill();
                return null;
            });
            long id =
                    operator.post("/api/v1/services/lost/operations?wait=0", RESTART)
                            .json()
                            .get("id")
                            .asLong();
            await(() -> !link.state().connected());
            if (forgets) {
                agent.forget();
            }
            agent.start();
            await(() -> !record(operator, id).get("retStatus").asString().equals("pending"));
            assertThat(record(operator, id).get("retStatus").asString())
                    .isEqualTo(forgets ? "unknown" : "failed");
            assertThat(record(operator, id).at("/outcome/code").asString())
                    .isEqualTo(forgets ? "journal_lost" : "never_started");
        }
    }

    @Test
    @DisplayName("U4: an act that still runs when the server asks is waited for, not called lost")
    void anActThatStillRunsIsWaitedFor() {
        Browser operator = signedIn(Role.OPERATOR);
        agent.onAct(_ -> {
            agent.kill();
            return null;
        });
        CompletableFuture<Outcome> end = new CompletableFuture<>();
        agent.answer(
                Query.Outcomes.class,
                query ->
                        new Answer.Outcomes(
                                Map.of(
                                        query.operationIds().getFirst(),
                                        end.getNow(
                                                FakeAgent.outcome(
                                                        ReturnStatus.PENDING, "running")))));
        Browser.Answer pending = operator.post("/api/v1/services/slow/operations?wait=0", RESTART);
        long id = pending.json().get("id").asLong();
        await(() -> !agent.acts().isEmpty());
        agent.start();
        await(() ->
                agent.questions().stream().filter(Query.Outcomes.class::isInstance).count() > 2);
        assertThat(record(operator, id).get("retStatus").asString()).isEqualTo("pending");
        end.complete(FakeAgent.outcome(ReturnStatus.FAILED, "timed_out"));
        await(() -> record(operator, id).get("retStatus").asString().equals("failed"));
    }
}

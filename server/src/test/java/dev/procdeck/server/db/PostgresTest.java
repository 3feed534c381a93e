package dev.procdeck.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.server.agent.FakeAgent;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.RequestId;
import dev.procdeck.server.operations.AuditVerifier;
import dev.procdeck.server.operations.Intent;
import dev.procdeck.server.operations.LogType;
import dev.procdeck.server.operations.OperationLog;
import dev.procdeck.server.operations.Outcome;
import dev.procdeck.server.operations.RetStatus;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.Postgres;
import dev.procdeck.server.testing.ServerTest;
import dev.procdeck.server.users.AppUser;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// The same server on PostgreSQL 15: migrations, every repository, the chain under concurrency.
@EnabledIf(value = "isInstalled", disabledReason = "PostgreSQL 15 is not installed")
@DirtiesContext
class PostgresTest extends ServerTest {
    private static Postgres postgres;

    @Autowired private OperationLog log;
    @Autowired private AuditVerifier verifier;

    static boolean isInstalled() {
        return Postgres.isInstalled();
    }

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) throws Exception {
        postgres = Postgres.start();
        execute(
                "create role procdeck_app login",
                "create role procdeck_owner login",
                "alter database procdeck owner to procdeck_owner",
                "alter schema public owner to procdeck_owner");
        DatabaseRoles.migrate(postgres.url("procdeck_owner"), "procdeck_app");
        registry.add("procdeck.database-url", () -> postgres.url("procdeck_app"));
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        postgres.close();
    }

    @Test
    void peopleSignInAndAreSlowedDown() {
        AppUser user = account(Role.ADMIN);
        Browser browser = browser();
        browser.get("/api/v1/session");
        String body = "{\"userName\":\"%s\",\"password\":\"%s\"}";
        for (int i = 0; i < 5; i++) {
            assertThat(
                            browser.post(
                                            "/api/v1/session",
                                            body.formatted(user.userName(), "wrong"))
                                    .status())
                    .isEqualTo(401);
        }
        assertThat(
                        browser.post("/api/v1/session", body.formatted(user.userName(), PASSWORD))
                                .status())
                .isEqualTo(429);
        clock.forward(Duration.ofSeconds(2));
        assertThat(
                        browser.post("/api/v1/session", body.formatted(user.userName(), PASSWORD))
                                .status())
                .isEqualTo(200);
        assertThat(browser.get("/api/v1/account/sessions").json().path("total").asInt())
                .isEqualTo(1);
        assertThat(browser.get("/api/v1/users").json().path("total").asInt()).isPositive();
        assertThat(
                        browser.post(
                                        "/api/v1/users",
                                        "{\"userName\":\"SYSTEM\",\"role\":\"viewer\",\"password\":\""
                                                + PASSWORD
                                                + "\"}")
                                .status())
                .isEqualTo(409);
    }

    @Test
    void idsBeginAboveWhatTheAgentHasRecorded() {
        AppUser user = account(Role.ADMIN);
        long before = log.begin(intent(user, "a.service")).id();
        log.beginAbove(before + 1_000);
        long raised = log.begin(intent(user, "a.service")).id();
        log.beginAbove(before);
        assertThat(raised).isGreaterThan(before + 1_000);
        assertThat(log.begin(intent(user, "a.service")).id()).isGreaterThan(raised);
    }

    @Test
    void everyFilterAndOrderOfTheLogWorks() {
        AppUser user = account(Role.OPERATOR);
        long id = log.begin(intent(user, "a_b%c.service")).id();
        log.finish(
                id, RetStatus.FAILED, Outcome.of("started_then_died"), "active", List.of("failed"));
        Browser browser = signedIn(user);
        for (String query :
                List.of(
                        "q=A_b%25c",
                        "userName=" + user.userName(),
                        "logType=service",
                        "retStatus=failed,unknown",
                        "logStatus=unseen",
                        "from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z",
                        "sort=-target&limit=1",
                        "sort=durationMillis",
                        "limit=1000")) {
            assertThat(browser.get("/api/v1/operations?" + query).json().path("total").asInt())
                    .as(query)
                    .isEqualTo(1);
        }
        assertThat(browser.get("/api/v1/operations?q=axbyc").json().path("total").asInt()).isZero();
        assertThat(browser.get("/api/v1/operations/unseen").json().path("count").asInt())
                .isEqualTo(1);
        assertThat(
                        browser.post("/api/v1/operations/seen", "{\"upToId\":" + id + "}")
                                .json()
                                .path("count")
                                .asInt())
                .isZero();
        for (String nasty : List.of("%00", "%F0%9F%98%80", "%ED%A0%80", "'")) {
            assertThat(browser.get("/api/v1/operations?q=" + nasty).status())
                    .as(nasty)
                    .isLessThan(500);
            assertThat(browser.get("/api/v1/operations?userName=" + nasty).status())
                    .as(nasty)
                    .isLessThan(500);
        }
    }

    @Test
    void manyAtOnceMakeOneChain() throws Exception {
        AppUser user = account(Role.OPERATOR);
        List<Callable<Long>> acts =
                IntStream.range(0, 40)
                        .<Callable<Long>>mapToObj(i ->
                                () -> {
                                    long id = begin(intent(user, "unit-" + i));
                                    log.finish(id, RetStatus.SUCCEEDED, Outcome.of("running"));
                                    return id;
                                })
                        .toList();
        try (var threads = Executors.newFixedThreadPool(8)) {
            assertThat(threads.invokeAll(acts))
                    .allSatisfy(end -> assertThat(end.state()).isEqualTo(Future.State.SUCCESS));
        }
        assertThat(verifier.verify().problems()).isEmpty();
    }

    /// The agent tells of a command's end twice: as the answer and as news.
    @Test
    void anEndThatIsToldTwiceAtOnceIsRecordedOnce() throws Exception {
        AppUser user = account(Role.OPERATOR);
        List<Callable<Object>> ends = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            long id = begin(intent(user, "twice-" + i));
            for (String code : List.of("running", "stopped")) {
                ends.add(
                        Executors.callable(
                                () -> log.finish(id, RetStatus.SUCCEEDED, Outcome.of(code))));
            }
        }
        try (var threads = Executors.newFixedThreadPool(8)) {
            threads.invokeAll(ends);
        }
        assertThat(verifier.verify().problems()).isEmpty();
    }

    @Test
    void theEvidenceCannotBeChanged() throws Exception {
        account(Role.VIEWER);
        try (var connection = DriverManager.getConnection(postgres.url());
                var statement = connection.createStatement()) {
            for (String sql :
                    List.of(
                            "update audit_entry set body = ''",
                            "delete from audit_entry",
                            "truncate audit_entry")) {
                assertThatThrownBy(() -> statement.executeUpdate(sql))
                        .hasMessageContaining("never changed");
            }
        }
    }

    @Test
    @DisplayName("U9: the server's account can add to the evidence and read it, nothing else")
    void theServersAccountCannotTouchTheEvidence() throws Exception {
        AppUser user = account(Role.OPERATOR);
        long id = log.begin(intent(user, "kept.service")).id();
        log.finish(id, RetStatus.SUCCEEDED, Outcome.of("running"));
        try (var connection = DriverManager.getConnection(postgres.url("procdeck_app"));
                var statement = connection.createStatement()) {
            for (String sql :
                    List.of(
                            "update audit_entry set body = ''",
                            "delete from audit_entry",
                            "truncate audit_entry",
                            "alter table audit_entry add column x text",
                            "alter table audit_entry disable trigger all",
                            "drop table audit_entry",
                            "drop trigger audit_entry_fixed on audit_entry",
                            "update audit_tombstone set last_hash = ''",
                            "delete from audit_tombstone",
                            "truncate audit_tombstone",
                            "update operation_log set user_name = 'system'",
                            "update operation_log set target = 'x', log_time = now()",
                            "delete from operation_log",
                            "truncate operation_log cascade",
                            "alter table operation_log add column x text",
                            "update flyway_schema_history set checksum = 0",
                            "create table mine (x text)",
                            "create role more")) {
                assertThatThrownBy(() -> statement.execute(sql))
                        .as(sql)
                        .isInstanceOf(SQLException.class)
                        .satisfies(e ->
                                assertThat(((SQLException) e).getSQLState()).isEqualTo("42501"));
            }
            assertThat(statement.executeQuery("select count(*) from audit_entry").next()).isTrue();
        }
        assertThat(verifier.verify().problems()).isEmpty();
    }

    @Test
    @DisplayName("U2: a store that is read-only, stopped or gone has no act done; looking goes on")
    void aStoreThatDoesNotTakeAnIntentHasNothingDone() throws Exception {
        Browser admin = signedIn(Role.ADMIN);
        AtomicInteger done = new AtomicInteger();
        try (FakeAgent agent = FakeAgent.at(agentSocket())) {
            agent.onAct(_ -> {
                done.incrementAndGet();
                return FakeAgent.done(ReturnStatus.SUCCEEDED, "running");
            });
            for (int i = 0; i < 500 && restart(admin).status() != 200; i++) {
                Thread.sleep(20);
            }
            int before = done.get();
            assertThat(before).isPositive();

            execute("alter role procdeck_app set default_transaction_read_only = on");
            postgres.disconnect("procdeck_app");
            refused(admin, 100);
            execute("alter role procdeck_app reset default_transaction_read_only");
            postgres.disconnect("procdeck_app");
            await(admin);

            postgres.signal("STOP");
            try {
                refused(admin, 6);
                looks(admin);
            } finally {
                postgres.signal("CONT");
            }
            await(admin);
            int after = done.get();
            Thread.sleep(500);
            assertThat(done.get()).as("nothing is done late").isEqualTo(after);

            postgres.kill();
            refused(admin, 20);
            looks(admin);
            assertThat(done.get()).isEqualTo(after);
            postgres.restart();
            await(admin);
        }
        assertThat(verifier.verify().problems()).isEmpty();
    }

    /// On a busy machine an intent may take longer than an act may wait; then nothing has begun.
    private long begin(Intent intent) {
        while (true) {
            try {
                return log.begin(intent).id();
            } catch (ApiException e) {
                assertThat(e).hasMessage("store_unavailable");
            }
        }
    }

    private static void looks(Browser admin) {
        Browser.Answer session = admin.get("/api/v1/session");
        assertThat(session.json().path("signedIn").asBoolean()).as(session.body()).isTrue();
        assertThat(admin.get("/api/v1/services/unheard-of").status())
                .as("the agent is asked, and does not know it")
                .isEqualTo(404);
    }

    private static void refused(Browser admin, int times) {
        for (int i = 0; i < times; i++) {
            Browser.Answer answer = restart(admin);
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("store_unavailable");
        }
    }

    private static void await(Browser admin) throws InterruptedException {
        for (int i = 0; i < 300 && restart(admin).status() != 200; i++) {
            Thread.sleep(100);
        }
        assertThat(restart(admin).status()).isEqualTo(200);
    }

    private static Browser.Answer restart(Browser browser) {
        return browser.post("/api/v1/services/nginx/operations", "{\"operation\":\"restart\"}");
    }

    private static void execute(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.url());
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Intent intent(AppUser user, String unit) {
        return new Intent(
                LogType.SERVICE,
                "restart",
                user.userName(),
                user.role(),
                "192.0.2.7",
                unit,
                "unit",
                "service_operation",
                null,
                RequestId.next(),
                null,
                null);
    }
}

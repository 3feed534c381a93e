package dev.procdeck.server.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.RequestId;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.ServerTest;
import dev.procdeck.server.users.AppUser;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// The operation log: order of writing, the chain, idempotency, what each person sees, the badge
/// (U1, U2, U5 to U8, Z5).
class OperationLogTest extends ServerTest {
    @Autowired private OperationLog log;
    @Autowired private AuditVerifier verifier;

    @Test
    void anIntentIsThereBeforeItsOutcome() {
        AppUser user = account(Role.OPERATOR);
        Browser browser = signedIn(user);

        long id = log.begin(restart(user, "nginx.service")).id();
        assertThat(browser.get("/api/v1/operations/" + id).json().path("retStatus").asString())
                .isEqualTo("pending");
        log.finish(
                id,
                RetStatus.FAILED,
                Outcome.of("started_then_died", Map.of("exitCode", 3)),
                "active",
                "failed");

        var record = browser.get("/api/v1/operations/" + id).json();
        assertThat(record.path("retStatus").asString()).isEqualTo("failed");
        assertThat(record.path("outcome").path("code").asString()).isEqualTo("started_then_died");
        assertThat(record.path("outcome").path("parameters").path("exitCode").asInt()).isEqualTo(3);
        assertThat(record.path("before").asString()).isEqualTo("active");
        assertThat(record.path("logStatus").asString()).isEqualTo("unseen");
        assertThat(record.path("durationMillis").asLong()).isNotNegative();
        for (String field :
                List.of("id", "logTime", "logType", "retStatus", "logStatus", "userName")) {
            assertThat(record.has(field)).as(field).isTrue();
        }
    }

    @Test
    void idsBeginAboveWhatTheAgentHasRecorded() {
        AppUser user = account(Role.OPERATOR);
        long before = log.begin(restart(user, "a.service")).id();
        log.beginAbove(before + 1_000);
        long raised = log.begin(restart(user, "a.service")).id();
        log.beginAbove(before);
        long after = log.begin(restart(user, "a.service")).id();
        assertThat(raised).isGreaterThan(before + 1_000);
        assertThat(after).isGreaterThan(raised);
    }

    @Test
    void aRecordThatHasEndedStaysAsItIs() {
        AppUser user = account(Role.OPERATOR);
        long id = log.begin(restart(user, "a.service")).id();
        log.finish(id, RetStatus.SUCCEEDED, Outcome.of("running"));
        log.finish(id, RetStatus.FAILED, Outcome.of("other"));
        assertThat(
                        signedIn(user)
                                .get("/api/v1/operations/" + id)
                                .json()
                                .path("retStatus")
                                .asString())
                .isEqualTo("succeeded");
    }

    @Test
    void theSameKeyIsTheSameRecordAndAnotherRequestUnderItIsRefused() throws Exception {
        AppUser user = account(Role.OPERATOR);
        Intent intent =
                restart(user, "b.service").withKey(new Intent.IdempotencyKey("key-1", "hash-1"));
        List<Callable<OperationLog.Begun>> tries =
                IntStream.range(0, 8)
                        .<Callable<OperationLog.Begun>>mapToObj(i -> () -> log.begin(intent))
                        .toList();
        List<OperationLog.Begun> begun;
        try (var threads = Executors.newFixedThreadPool(8)) {
            begun = threads.invokeAll(tries).stream().map(Future::resultNow).toList();
        }
        assertThat(begun.stream().map(OperationLog.Begun::id).distinct()).hasSize(1);
        assertThat(begun.stream().filter(one -> !one.repeated())).hasSize(1);

        Intent other = intent.withKey(new Intent.IdempotencyKey("key-1", "hash-2"));
        assertThatThrownBy(() -> log.begin(other))
                .isInstanceOf(ApiException.class)
                .hasMessage("idempotency_key_reused");
        Intent stranger = restart(account(Role.OPERATOR), "b.service").withKey(intent.key());
        assertThat(log.begin(stranger).repeated()).isFalse();
    }

    @Test
    void oneSeesOnesOwnRowsAndAdministratorsSeeAll() {
        AppUser one = account(Role.OPERATOR);
        long id = log.begin(restart(one, "private-canary.service")).id();
        Browser other = signedIn(Role.OPERATOR);

        assertThat(other.get("/api/v1/operations/" + id).status()).isEqualTo(404);
        assertThat(other.get("/api/v1/operations?limit=1000").body())
                .doesNotContain("private-canary");
        assertThat(
                        other.get("/api/v1/operations?userName=" + one.userName())
                                .json()
                                .path("total")
                                .asInt())
                .isZero();
        assertThat(other.get("/api/v1/operations/unseen").json().path("count").asInt()).isZero();
        assertThat(
                        signedIn(Role.ADMIN)
                                .get("/api/v1/operations?q=PRIVATE-canary")
                                .json()
                                .path("total")
                                .asInt())
                .isEqualTo(1);
    }

    @Test
    void theBadgeCountsActsUntilTheyAreSeen() {
        AppUser user = account(Role.OPERATOR);
        Browser browser = signedIn(user);
        log.begin(restart(user, "c.service"));
        long second = log.begin(restart(user, "d.service")).id();
        log.begin(restart(user, "e.service"));
        log.note(
                new Intent(
                        LogType.SESSION,
                        "sign_in",
                        user.userName(),
                        user.role(),
                        "::1",
                        "",
                        "account",
                        "sign_in",
                        null,
                        "x",
                        null,
                        null),
                RetStatus.SUCCEEDED,
                Outcome.of("signed_in"));

        assertThat(browser.get("/api/v1/operations/unseen").json().path("count").asInt())
                .isEqualTo(3);
        assertThat(
                        browser.post("/api/v1/operations/seen", "{\"upToId\":" + second + "}")
                                .json()
                                .path("count")
                                .asInt())
                .isEqualTo(1);
        assertThat(
                        browser.post("/api/v1/operations/seen", "{\"upToId\":1}")
                                .json()
                                .path("count")
                                .asInt())
                .isEqualTo(1);
        assertThat(
                        browser.get("/api/v1/operations?logStatus=unseen&logType=service")
                                .json()
                                .path("total")
                                .asInt())
                .isEqualTo(1);
        browser.post("/api/v1/operations/seen", "{\"upToId\":9223372036854775807}");
        assertThat(browser.get("/api/v1/operations/unseen").json().path("count").asInt()).isZero();
        log.begin(restart(user, "f.service"));
        assertThat(browser.get("/api/v1/operations/unseen").json().path("count").asInt())
                .isEqualTo(1);
    }

    @Test
    void wildcardsInASearchAreLetters() {
        AppUser user = account(Role.OPERATOR);
        log.begin(restart(user, "a_b%c.service"));
        log.begin(restart(user, "axbyc.service"));
        Browser browser = signedIn(user);
        assertThat(browser.get("/api/v1/operations?q=a_b").json().path("total").asInt())
                .isEqualTo(1);
        assertThat(browser.get("/api/v1/operations?q=%25").json().path("total").asInt())
                .isEqualTo(1);
        assertThat(
                        browser.get("/api/v1/operations?q=A_B%25C%20SERVICE")
                                .json()
                                .path("total")
                                .asInt())
                .isEqualTo(1);
    }

    @Test
    void theChainNamesTheFirstRowThatWasChanged() throws SQLException {
        AppUser user = account(Role.OPERATOR);
        long id = log.begin(restart(user, "g.service")).id();
        log.finish(id, RetStatus.SUCCEEDED, Outcome.of("running"));
        assertThat(verifier.verify().problems()).isEmpty();

        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + dataDir().resolve("procdeck.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "update operation_log set ret_status = 'failed' where id = " + id);
            assertThat(verifier.verify().problems())
                    .singleElement()
                    .asString()
                    .contains("operation " + id);
            statement.executeUpdate(
                    "update operation_log set ret_status = 'succeeded' where id = " + id);
            assertThat(verifier.verify().problems()).isEmpty();
            assertThatThrownBy(() ->
                            statement.executeUpdate(
                                    "delete from audit_entry where operation_id = " + id))
                    .hasMessageContaining("never deleted");
            statement.executeUpdate("drop trigger audit_entry_no_update");
            statement.executeUpdate(
                    "update audit_entry set body = replace(body, 'g.service', 'h.service') where operation_id = "
                            + id);
            assertThat(verifier.verify().problems())
                    .isNotEmpty()
                    .first()
                    .asString()
                    .contains("entry ");
            statement.executeUpdate(
                    "update audit_entry set body = replace(body, 'h.service', 'g.service') where operation_id = "
                            + id);
            statement.executeUpdate(
                    "create trigger audit_entry_no_update before update on audit_entry begin select raise(abort, 'audit entries are never changed'); end");
        }
        assertThat(verifier.verify().problems()).isEmpty();
    }

    private static Intent restart(AppUser user, String unit) {
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

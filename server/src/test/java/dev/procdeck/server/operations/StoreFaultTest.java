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
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// What happens while the database does not take writes: acts are refused, looking goes on, and
/// outcomes are written when it is back (U2).
class StoreFaultTest extends ServerTest {
    @Autowired private OperationLog log;

    @Test
    void whileTheStoreIsLockedNothingBeginsAndLookingGoesOn() throws Exception {
        AppUser user = account(Role.ADMIN);
        Browser browser = signedIn(user);
        long running = log.begin(intent(user, "running.service")).id();
        long before = browser.get("/api/v1/operations").json().path("total").asLong();

        try (Lock ignored = new Lock()) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> log.begin(intent(user, "never.service")))
                    .isInstanceOf(ApiException.class)
                    .hasMessage("store_unavailable");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(6));
            assertThat(browser.get("/api/v1/session").json().path("signedIn").asBoolean()).isTrue();
            assertThat(browser.get("/api/v1/operations").json().path("total").asLong())
                    .isEqualTo(before);
            assertThat(browser.get("/api/v1/operations/" + running).status()).isEqualTo(200);
            var add =
                    browser.post(
                            "/api/v1/users",
                            "{\"userName\":\"not.now\",\"role\":\"viewer\",\"password\":\"%s\"}"
                                    .formatted(PASSWORD));
            assertThat(add.status()).isEqualTo(503);
            assertThat(add.code()).isEqualTo("store_unavailable");
            log.finish(running, RetStatus.SUCCEEDED, Outcome.of("running"));
        }

        assertThat(users.find("not.now")).isEmpty();
        String status = "pending";
        for (int i = 0; i < 100 && status.equals("pending"); i++) {
            Thread.sleep(100);
            status =
                    browser.get("/api/v1/operations/" + running)
                            .json()
                            .path("retStatus")
                            .asString();
        }
        assertThat(status).isEqualTo("succeeded");
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

    /// Another program that holds the write lock.
    private static final class Lock implements AutoCloseable {
        private final Connection connection;

        Lock() throws SQLException {
            connection =
                    DriverManager.getConnection("jdbc:sqlite:" + dataDir().resolve("procdeck.db"));
            try (Statement statement = connection.createStatement()) {
                statement.execute("begin immediate");
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}

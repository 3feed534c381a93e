package dev.procdeck.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.Browser.Answer;
import dev.procdeck.server.testing.ServerTest;
import dev.procdeck.server.users.AppUser;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// The log with 100,000 rows stays quick.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeLogTest extends ServerTest {
    private static final int ROWS = 100_000;

    /// Far above what it takes (see docs/performance.md), far below what a scan in Java would.
    private static final Duration LIMIT = Duration.ofMillis(1_500);

    private AppUser user;
    private Browser admin;

    @BeforeAll
    void fill() throws SQLException {
        user = account(Role.OPERATOR);
        admin = signedIn(Role.ADMIN);
        try (Connection connection = connect();
                PreparedStatement insert =
                        connection.prepareStatement(
                                """
                                insert into operation_log (log_time, log_type, operation, ret_status, user_name, role,
                                remote_address, target, target_kind, detail, outcome, request_id, search_text)
                                values (?, ?, 'restart', ?, ?, 'operator', '192.0.2.7', ?, 'unit', 'bulk',
                                '{"code":"running","parameters":{},"lines":[]}', 'bulk', ?)\
                                """)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < ROWS; i++) {
                insert.setLong(1, 1_700_000_000_000L + i * 1_000L);
                insert.setString(2, i % 10 == 0 ? "signal" : "service");
                insert.setString(3, i % 7 == 0 ? "failed" : "succeeded");
                insert.setString(4, user.userName());
                insert.setString(5, "unit-" + i + ".service");
                insert.setString(6, "restart\nunit-" + i + ".service\n192.0.2.7");
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        }
    }

    @AfterAll
    void empty() throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.executeUpdate("delete from operation_log where request_id = 'bulk'");
        }
    }

    @Test
    void everyPageFilterAndOrderIsQuick() {
        for (String query :
                List.of(
                        "limit=50",
                        "limit=50&offset=99000",
                        "q=unit-77777",
                        "q=nothing-of-this-kind",
                        "retStatus=failed&limit=50",
                        "logType=signal&limit=50&offset=5000",
                        "userName=" + user.userName() + "&limit=50",
                        "from=2023-11-15T00:00:00Z&to=2023-11-16T00:00:00Z&limit=50",
                        "sort=target&limit=50",
                        "sort=-logTime&limit=50",
                        "logStatus=unseen&limit=50")) {
            long start = System.nanoTime();
            Answer answer = admin.get("/api/v1/operations?" + query);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(answer.status()).as(query).isEqualTo(200);
            assertThat(took).as(query).isLessThan(LIMIT);
            System.Logger logger = System.getLogger("large-log");
            logger.log(System.Logger.Level.INFO, "{0}: {1} ms", query, took.toMillis());
        }
        assertThat(admin.get("/api/v1/operations?q=unit-77777").json().path("total").asInt())
                .isEqualTo(1);
    }

    @Test
    void theBadgeIsQuick() {
        Browser browser = signedIn(user);
        long start = System.nanoTime();
        assertThat(browser.get("/api/v1/operations/unseen").json().path("count").asInt())
                .isGreaterThanOrEqualTo(ROWS);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
    }

    @Test
    void allOfItCanBeAskedForAtOnce() {
        Answer answer = admin.get("/api/v1/operations?limit=100000");
        assertThat(answer.status()).isEqualTo(200);
        JsonNode all = answer.json();
        assertThat(all.path("items").size()).isEqualTo(100_000);
        assertThat(all.path("total").asInt()).isGreaterThanOrEqualTo(100_000);
        long before = Long.MAX_VALUE;
        for (JsonNode item : all.path("items")) {
            assertThat(item.path("id").asLong()).as("the newest first").isLessThan(before);
            before = item.path("id").asLong();
        }
    }

    /// The long way and the short one, in an order that is not that of the ids and has equals.
    @Test
    void aLongListHoldsWhatItsPagesHold() {
        String query = "/api/v1/operations?q=unit-12&sort=retStatus&";
        JsonNode all = admin.get(query + "limit=5000").json();
        assertThat(all.path("total").asInt()).isEqualTo(all.path("items").size()).isEqualTo(1_111);
        List<JsonNode> pages = new ArrayList<>();
        for (int offset = 0; offset < 1_111; offset += 400) {
            admin.get(query + "limit=400&offset=" + offset)
                    .json()
                    .path("items")
                    .forEach(pages::add);
        }
        assertThat(all.path("items")).containsExactlyElementsOf(pages);
        assertThat(admin.get(query + "limit=0").json().path("items")).isEmpty();
        assertThat(admin.get(query + "limit=100000&offset=1110").json().path("items")).hasSize(1);
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:sqlite:" + dataDir().resolve("procdeck.db") + "?busy_timeout=5000");
    }
}

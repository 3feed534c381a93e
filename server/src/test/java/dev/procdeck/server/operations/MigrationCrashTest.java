package dev.procdeck.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.ServerProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A database of the first version, taken over by this one.
class MigrationCrashTest {
    private static final int ROWS = 2_000;

    @TempDir private Path directory;

    @Test
    @Timeout(240)
    @DisplayName("F6: an upgrade that is killed leaves the data whole, and is finished later")
    void anUpgradeThatIsKilledIsFinishedLater() throws Exception {
        String url = "jdbc:sqlite:" + directory.resolve("procdeck.db");
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:db/migration/sqlite")
                .target("2")
                .load()
                .migrate();
        fill(url);
        Path socket = directory.resolve("agent.sock");
        crash(socket, "in 3");
        assertThat(version(url)).as("what is not whole is not there").isEqualTo("2");
        crash(socket, "before 4");
        assertThat(version(url)).as("what is whole stays").isEqualTo("3");
        crash(socket, "in 7");
        assertThat(version(url)).isEqualTo("5");
        try (ServerProcess server = ServerProcess.start(directory, socket)) {
            Browser browser = server.browser();
            assertThat(
                            browser.get("/api/v1/operations?logType=service&limit=1")
                                    .json()
                                    .path("total")
                                    .asInt())
                    .isEqualTo(ROWS);
            assertThat(server.verify()).as("old entries hold under the new columns").isEmpty();
        }
    }

    private void crash(Path socket, String place) throws Exception {
        ServerProcess server =
                ServerProcess.begin(
                        List.of(), directory, socket, "-Dprocdeck.migrationCrash=" + place);
        assertThat(server.awaitEnd()).as(server.log() + "").isEqualTo(137);
    }

    /// The last version of the schema that was reached; the rows are all there in each of them.
    private static String version(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("select count(*) from operation_log")) {
                assertThat(rows.getInt(1)).isEqualTo(ROWS);
            }
            try (ResultSet last =
                    statement.executeQuery(
                            "select version from flyway_schema_history where success = 1"
                                    + " order by installed_rank desc limit 1")) {
                return last.getString(1);
            }
        }
    }

    private static void fill(String url) throws Exception {
        AuditBodies bodies = new AuditBodies(JsonMapper.builder().build());
        String previous = AuditChain.START;
        long seq = 0;
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement row =
                        connection.prepareStatement(
                                """
                                insert into operation_log (id, log_time, log_type, operation, ret_status, user_name,
                                role, remote_address, target, target_kind, detail, request_id, search_text)
                                values (?, 1000, 'service', 'restart', 'pending', 'system', 'admin', '::1', ?, 'unit',
                                'service_operation', 'r', '')\
                                """);
                PreparedStatement entry =
                        connection.prepareStatement(
                                "insert into audit_entry values (?, ?, 'intent', ?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (long id = 1; id <= ROWS; id++) {
                String target = "unit-" + id + ".service";
                row.setLong(1, id);
                row.setString(2, target);
                row.addBatch();
                String body = bodies.intent(row(id, target));
                seq++;
                String hash = AuditChain.hash(previous, seq, id, "intent", body);
                entry.setLong(1, seq);
                entry.setLong(2, id);
                entry.setString(3, body);
                entry.setString(4, previous);
                entry.setString(5, hash);
                entry.addBatch();
                previous = hash;
            }
            row.executeBatch();
            entry.executeBatch();
            connection.commit();
        }
    }

    private static OperationRow row(long id, String target) {
        return new OperationRow(
                id,
                Instant.ofEpochMilli(1000),
                null,
                LogType.SERVICE,
                "restart",
                RetStatus.PENDING,
                "system",
                Role.ADMIN,
                "::1",
                target,
                "unit",
                "service_operation",
                null,
                null,
                null,
                null,
                null,
                "r",
                null,
                null,
                "",
                null,
                null,
                null);
    }
}

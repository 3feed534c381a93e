package dev.procdeck.server.operations;

import dev.procdeck.server.db.Word;
import dev.procdeck.server.security.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.stereotype.Repository;

/// Reads rows of the log by their ids, for long lists: a hundred thousand rows through the mapper
/// of Spring Data take ten times as long. Thread-safe.
@Repository
class ListedOperationRepository {
    private static final String SELECT = "select * from operation_log where id in (:ids)";

    private final NamedParameterJdbcOperations database;

    ListedOperationRepository(NamedParameterJdbcOperations database) {
        this.database = database;
    }

    /// The rows of these ids, in their order; one that is gone is left out.
    List<OperationRow> list(List<Long> ids) {
        Map<Long, OperationRow> found = HashMap.newHashMap(ids.size());
        database.query(
                SELECT,
                Map.of("ids", ids),
                (ResultSet row) -> {
                    OperationRow read = read(row);
                    found.put(read.requireId(), read);
                });
        List<OperationRow> rows = new ArrayList<>(ids.size());
        for (Long id : ids) {
            OperationRow row = found.get(id);
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static OperationRow read(ResultSet row) throws SQLException {
        return new OperationRow(
                row.getLong("id"),
                timeAlways(row, "log_time"),
                time(row, "end_time"),
                Word.parse(LogType.class, row.getString("log_type")),
                row.getString("operation"),
                Word.parse(RetStatus.class, row.getString("ret_status")),
                row.getString("user_name"),
                Role.of(row.getString("role")),
                row.getString("remote_address"),
                row.getString("target"),
                row.getString("target_kind"),
                row.getString("detail"),
                row.getString("outcome"),
                row.getString("before_state"),
                row.getString("after_state"),
                row.getString("mode"),
                number(row, "duration_millis"),
                row.getString("request_id"),
                row.getString("idempotency_key"),
                row.getString("request_hash"),
                row.getString("search_text"),
                row.getString("boot_id"),
                number(row, "monotonic_nanos"),
                row.getString("factors"));
    }

    private static Instant timeAlways(ResultSet row, String column) throws SQLException {
        Instant time = time(row, column);
        if (time == null) {
            throw new SQLException(column + " is null");
        }
        return time;
    }

    /// SQLite keeps milliseconds, PostgreSQL has a type of its own.
    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        return switch (row.getObject(column)) {
            case null -> null;
            case Number millis -> Instant.ofEpochMilli(millis.longValue());
            case Timestamp time -> time.toInstant();
            case Object other -> throw new SQLException(column + " is a " + other.getClass());
        };
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}

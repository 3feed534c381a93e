package dev.procdeck.server.db;

import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.stereotype.Component;

/// Moves a table's generated ids forward. Thread-safe.
@Component
public class Identities {
    private static final String SQLITE_ADD =
            "insert into sqlite_sequence (name, seq) select ?, 0"
                    + " where not exists (select 1 from sqlite_sequence where name = ?)";
    private static final String SQLITE_RAISE =
            "update sqlite_sequence set seq = ? where name = ? and seq < ?";
    private static final String POSTGRES_RAISE =
            "select setval(sequence, ?) from (select pg_get_serial_sequence(?, 'id')::regclass as"
                    + " sequence) as of_table where ? > coalesce(pg_sequence_last_value(sequence), 0)";

    private final JdbcOperations jdbc;
    private final boolean sqlite;

    Identities(JdbcOperations jdbc, JdbcDialect dialect) {
        this.jdbc = jdbc;
        this.sqlite = dialect instanceof SqliteDialect;
    }

    /// The next row of the table gets an id above this one, unless its ids are there already.
    public void raiseAbove(String table, long id) {
        if (sqlite) {
            jdbc.update(SQLITE_ADD, table, table);
            jdbc.update(SQLITE_RAISE, id, table, id);
        } else {
            jdbc.query(POSTGRES_RAISE, row -> {}, id, table, id);
        }
    }
}

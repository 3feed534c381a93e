package dev.procdeck.server.db;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/// The two accounts of a PostgreSQL store (U9): the owner, who migrates, and the one that the
/// server works as. The latter may add to the evidence and read it, and nothing else: no update, no
/// delete, no truncate, no change of a table. A superuser stands above grants; hence the chain and
/// the checkpoints outside.
public final class DatabaseRoles {
    private static final Set<String> EVIDENCE = Set.of("audit_entry", "audit_tombstone");

    /// What an operation's end writes; who asked for what, when and from where stays as it was.
    private static final String ENDING =
            "end_time, ret_status, outcome, before_state, after_state, duration_millis,"
                    + " search_text";

    private static final String HISTORY = "flyway_schema_history";

    private DatabaseRoles() {}

    /// Whether the account of this store may change its schema; SQLite's always may.
    static boolean mayMigrate(DataSource dataSource) {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        Boolean postgres =
                jdbc.execute(
                        (org.springframework.jdbc.core.ConnectionCallback<Boolean>)
                                connection ->
                                        connection
                                                .getMetaData()
                                                .getDatabaseProductName()
                                                .equals("PostgreSQL"));
        return !Boolean.TRUE.equals(postgres)
                || Boolean.TRUE.equals(
                        jdbc.queryForObject(
                                "select has_schema_privilege(current_schema(), 'CREATE')",
                                Boolean.class));
    }

    /// Migrates as the owner and gives the server's account its rights, anew each time.
    ///
    /// @param ownerUrl the JDBC URL of the owner
    /// @param account the role that the server works as; it must exist
    /// @return what was done, in words
    public static List<String> migrate(String ownerUrl, String account) {
        if (!account.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("not the name of a role: " + account);
        }
        DriverManagerDataSource owner = new DriverManagerDataSource(ownerUrl);
        int migrations =
                Flyway.configure()
                        .dataSource(owner)
                        .locations("classpath:db/migration/postgresql")
                        .load()
                        .migrate()
                        .migrationsExecuted;
        JdbcTemplate jdbc = new JdbcTemplate(owner);
        List<String> tables =
                jdbc.query(
                        "select tablename from pg_tables where schemaname = current_schema()"
                                + " order by tablename",
                        (row, _) -> String.valueOf(row.getString(1)));
        String schema = jdbc.queryForObject("select current_schema()", String.class);
        List<String> statements = new ArrayList<>();
        statements.add("revoke create on schema " + schema + " from public");
        statements.add("revoke all on all tables in schema " + schema + " from " + account);
        statements.add("grant usage on schema " + schema + " to " + account);
        tables.forEach(table -> statements.add(grant(table, account)));
        statements.add(
                "grant usage, select, update on all sequences in schema "
                        + schema
                        + " to "
                        + account);
        statements.forEach(jdbc::execute);
        return List.of(
                migrations + " migrations",
                tables.size() + " tables: " + account + " may read and add to the evidence");
    }

    private static String grant(String table, String account) {
        String rights =
                EVIDENCE.contains(table)
                        ? "select, insert"
                        : switch (table) {
                            case "operation_log" -> "select, insert, update (" + ENDING + ")";
                            case "audit_lock" -> "select, update";
                            case HISTORY -> "select";
                            default -> "select, insert, update, delete";
                        };
        return "grant " + rights + " on " + table + " to " + account;
    }
}

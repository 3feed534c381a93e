package dev.procdeck.server.db;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Maps SQLite's result codes to Spring's exceptions (the driver sets no SQL state); other
/// databases go Spring's usual way. Thread-safe.
final class SqliteExceptionTranslator implements SQLExceptionTranslator {
    private final SQLExceptionTranslator others;

    SqliteExceptionTranslator(DataSource dataSource) {
        this.others = new SQLErrorCodeSQLExceptionTranslator(dataSource);
    }

    @Override
    public @Nullable DataAccessException translate(
            String task, @Nullable String sql, SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return others.translate(task, sql, e);
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        return switch (code) {
            case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID ->
                    new DuplicateKeyException(task, e);
            case SQLITE_BUSY, SQLITE_LOCKED -> new CannotAcquireLockException(task, e);
            case SQLITE_FULL, SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_NOTADB, SQLITE_CORRUPT ->
                    new DataAccessResourceFailureException(task, e);
            default ->
                    code.name().startsWith("SQLITE_CONSTRAINT")
                            ? new DataIntegrityViolationException(task, e)
                            : new NonTransientDataAccessResourceException(task, e);
        };
    }
}

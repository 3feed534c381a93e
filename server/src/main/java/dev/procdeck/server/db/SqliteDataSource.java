package dev.procdeck.server.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.jdbc4.JDBC4Connection;

/// Opens connections whose transactions end where JDBC's callers think they do.
///
/// The driver begins the next transaction inside `commit` and `rollback`. With IMMEDIATE that takes
/// the write lock again at once: a commit that succeeded can throw because somebody else is
/// writing. It also believes itself in a transaction when `begin` failed, and stays so for ever in
/// a pool. Here a transaction begins with `setAutoCommit(false)` and is over after its commit or
/// rollback, which put the connection back into auto-commit. One that only reads, as it is said
/// before it begins, does not take the write lock: it neither waits for a writer nor keeps one.
final class SqliteDataSource extends SQLiteDataSource {
    private final String url;

    SqliteDataSource(SqliteFile file) {
        this.url = file.url();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return new PlainConnection(url);
    }

    private static final class PlainConnection extends JDBC4Connection {
        private boolean onlyReads;

        PlainConnection(String url) throws SQLException {
            super(url, url.substring(SqliteFile.URL_PREFIX.length()), new Properties());
        }

        /// For the transactions to come; the driver could only be told when it connects.
        @Override
        public void setReadOnly(boolean readOnly) {
            onlyReads = readOnly;
        }

        @Override
        public void setAutoCommit(boolean autoCommit) throws SQLException {
            getConnectionConfig()
                    .setTransactionMode(
                            onlyReads ? TransactionMode.DEFERRED : TransactionMode.IMMEDIATE);
            try {
                super.setAutoCommit(autoCommit);
            } catch (SQLException e) {
                getConnectionConfig().setAutoCommit(true);
                throw e;
            }
        }

        @Override
        public void commit() throws SQLException {
            requireTransaction();
            try {
                getDatabase().exec("commit;", false);
            } catch (SQLException e) {
                // Otherwise whoever puts the connection back would commit again, after the failure
                // was told.
                undo();
                throw e;
            } finally {
                getConnectionConfig().setAutoCommit(true);
            }
        }

        @Override
        public void rollback() throws SQLException {
            requireTransaction();
            undo();
            getConnectionConfig().setAutoCommit(true);
        }

        /// After a full disk or an I/O error SQLite has rolled back already, and says so.
        private void undo() throws SQLException {
            try {
                getDatabase().exec("rollback;", false);
            } catch (SQLException e) {
                if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                    throw e;
                }
            }
        }

        private void requireTransaction() throws SQLException {
            if (getAutoCommit()) {
                throw new SQLException("the connection is not in a transaction");
            }
        }
    }
}

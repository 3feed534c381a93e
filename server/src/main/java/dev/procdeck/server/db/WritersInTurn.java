package dev.procdeck.server.db;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionDefinition;

/// Transactions on SQLite that write, one after the other in the order in which they came.
///
/// SQLite has one writer. Its waiters ask again now and then, those that have waited long the most
/// rarely, so that among many some are refused after two seconds though the disk is fast. Here they
/// stand in a line, before they take one of the few connections, which are left to those that read.
/// Other programs, such as `procdeck user add`, SQLite keeps apart as ever.
final class WritersInTurn extends JdbcTransactionManager {
    private static final long serialVersionUID = 1L;

    private final transient Semaphore turn = new Semaphore(1, true);

    /// The transactions that have the turn: one at most.
    private final transient Set<Object> writing = ConcurrentHashMap.newKeySet();

    WritersInTurn(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        if (definition.isReadOnly()) {
            super.doBegin(transaction, definition);
            return;
        }
        takeTurn();
        try {
            super.doBegin(transaction, definition);
            writing.add(transaction);
        } catch (RuntimeException | Error e) {
            turn.release();
            throw e;
        }
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        try {
            super.doCleanupAfterCompletion(transaction);
        } finally {
            if (writing.remove(transaction)) {
                turn.release();
            }
        }
    }

    private void takeTurn() {
        try {
            if (!turn.tryAcquire(SqliteFile.BUSY_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new CannotCreateTransactionException("others have been writing for too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotCreateTransactionException("interrupted while others wrote", e);
        }
    }
}

package dev.procdeck.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Who writes when, on a real file.
class WritersInTurnTest {
    @TempDir private Path directory;
    private SqliteDataSource database;
    private WritersInTurn transactions;
    private TransactionTemplate writer;
    private JdbcClient sql;

    @BeforeEach
    void open() {
        database = new SqliteDataSource(SqliteFile.prepare(directory));
        transactions = new WritersInTurn(database);
        writer = new TransactionTemplate(transactions);
        sql = JdbcClient.create(database);
        sql.sql("create table note (id integer primary key)").update();
        sql.sql("create table owned (owner integer references note deferrable initially deferred)")
                .update();
    }

    @Test
    @DisplayName("whoever waits longest writes next")
    void inTheOrderInWhichTheyCame() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> waiting = new ArrayList<>();
        writer.executeWithoutResult(_ -> {
            for (int i = 0; i < 4; i++) {
                int number = i;
                Thread thread =
                        Thread.ofPlatform()
                                .start(() -> writer.executeWithoutResult(_ -> order.add(number)));
                waiting.add(thread);
                await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            }
        });
        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(order).containsExactly(0, 1, 2, 3);
    }

    @Test
    void theTurnIsOverHoweverATransactionEnds() throws Exception {
        add();
        writer.executeWithoutResult(status -> status.setRollbackOnly());
        add();
        assertThatThrownBy(() ->
                        writer.executeWithoutResult(_ -> {
                            throw new IllegalStateException("on purpose");
                        }))
                .hasMessage("on purpose");
        add();
        assertThatThrownBy(() ->
                        writer.executeWithoutResult(
                                _ -> sql.sql("insert into owned values (99)").update()))
                .as("fails in its commit")
                .hasStackTraceContaining("FOREIGN KEY");
        add();
        assertThat(sql.sql("select count(*) from note").query(Long.class).single()).isEqualTo(4);
    }

    @Test
    void aTransactionThatAnotherProgramKeepsFromBeginningEndsTheTurn() throws Exception {
        SqliteDataSource elsewhere = new SqliteDataSource(SqliteFile.prepare(directory));
        try (Connection other = elsewhere.getConnection()) {
            other.setAutoCommit(false);
            assertThatThrownBy(this::add)
                    .isInstanceOf(CannotCreateTransactionException.class)
                    .hasStackTraceContaining("SQLITE_BUSY");
        }
        add();
    }

    @Test
    void whoWaitsTooLongIsToldAndKeepsNobodyOut() throws Exception {
        writer.executeWithoutResult(
                _ -> assertThat(failureElsewhere()).hasMessageContaining("for too long"));
        add();
    }

    @Test
    void whoOnlyReadsWaitsForNobody() throws Exception {
        TransactionTemplate reader = new TransactionTemplate(transactions);
        reader.setReadOnly(true);
        writer.executeWithoutResult(_ -> {
            sql.sql("insert into note default values").update();
            Thread thread =
                    Thread.ofPlatform()
                            .start(() ->
                                    reader.executeWithoutResult(
                                            _ -> sql.sql("select 1").query().singleValue()));
            await().until(() -> !thread.isAlive());
        });
    }

    private void add() {
        writer.executeWithoutResult(_ -> sql.sql("insert into note default values").update());
    }

    /// What a writer on another thread is told.
    private Throwable failureElsewhere() {
        List<Throwable> failure = Collections.synchronizedList(new ArrayList<>());
        Thread thread =
                Thread.ofPlatform()
                        .uncaughtExceptionHandler((_, e) -> failure.add(e))
                        .start(this::add);
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return failure.getFirst();
    }
}

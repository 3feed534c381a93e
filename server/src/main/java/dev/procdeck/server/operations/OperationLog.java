package dev.procdeck.server.operations;

import dev.procdeck.server.db.Identities;
import dev.procdeck.server.http.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/// Writes the operation log. The order is the contract: [#begin] returns after the intent is
/// committed, only then may anything happen, and [#finish] writes down how it ended. What cannot be
/// recorded must not happen: `begin` throws 503.
///
/// Thread-safe. Publishes [OperationChanged] after each commit.
@Service
public class OperationLog implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(OperationLog.class);

    /// The code of an outcome that nobody could tell while the agent was away. It alone may be
    /// followed by a better one.
    public static final String AGENT_LOST = "agent_lost";

    private static final int MAX_UNRESOLVED = 10_000;

    /// How long an intent may take to become durable.
    private static final Duration PATIENCE = Duration.ofMillis(2_500);

    private final OperationRepository operations;
    private final AuditChain chain;
    private final AuditBodies bodies;
    private final Identities identities;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final JsonMapper json;
    private volatile @Nullable String bootId;
    private final LateOutcomes lateOutcomes = new LateOutcomes(this::tryFinish);

    OperationLog(
            OperationRepository operations,
            AuditChain chain,
            AuditBodies bodies,
            Identities identities,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events,
            Clock clock,
            JsonMapper json) {
        this.operations = operations;
        this.chain = chain;
        this.bodies = bodies;
        this.identities = identities;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setTimeout(2);
        this.events = events;
        this.clock = clock;
        this.json = json;
    }

    /// What [#begin] found: a new record, or the one an earlier request under the same key had
    /// made.
    ///
    /// @param id the record
    /// @param repeated true when nothing must be done, only the record answered
    public record Begun(long id, boolean repeated) {}

    /// Records an intent and returns after it is durable.
    ///
    /// @throws ApiException 503 `store_unavailable` when it cannot be recorded; 422
    ///   `idempotency_key_reused` when the key was used for something else
    public Begun begin(Intent intent) {
        Optional<Begun> earlier = findEarlier(intent);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        try {
            OperationRow saved = inTime(() -> insert(intent, RetStatus.PENDING, null));
            publish(saved);
            return new Begun(saved.requireId(), false);
        } catch (DuplicateKeyException e) {
            return findEarlier(intent).orElseThrow(() -> unavailable(e));
        } catch (DataAccessException | TransactionException e) {
            throw unavailable(e);
        }
    }

    /// Writes, and does not wait longer than an act may be held up. Should the store take the row
    /// after all, it is ended: nobody acts on it any more.
    private OperationRow inTime(Supplier<OperationRow> work) {
        CompletableFuture<OperationRow> written =
                CompletableFuture.supplyAsync(
                        () -> write(work), task -> Thread.ofVirtual().name("intent").start(task));
        try {
            return written.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            var _ = written.thenAccept(this::nobodyActsOn);
            throw new QueryTimeoutException("the store took too long", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var _ = written.thenAccept(this::nobodyActsOn);
            throw new QueryTimeoutException("interrupted", e);
        }
    }

    private void nobodyActsOn(OperationRow row) {
        finish(
                row.requireId(),
                RetStatus.REFUSED,
                Outcome.of("store_unavailable", Map.of("status", 503, "category", "unavailable")));
    }

    /// Lets ids begin above one that the agent has recorded. Its journal outlives a lost or
    /// restored database, and it never does an id twice: it would answer a new act with an old
    /// outcome.
    public void beginAbove(long recordedId) {
        transaction.executeWithoutResult(
                status -> identities.raiseAbove("operation_log", recordedId));
    }

    /// Records how an operation ended. A record that has ended already stays as it is, but for one
    /// that ended unknown because the agent was away: what is seen later is added to the evidence
    /// as an entry of its own, and the record shows it. Does not fail when the store is away: the
    /// outcome is kept and written as soon as it can be.
    public void finish(long id, RetStatus status, Outcome outcome) {
        finish(id, status, outcome, null, null);
    }

    /// The boot of the host that records belong to from now on.
    public void booted(String id) {
        bootId = id.isEmpty() ? null : id;
    }

    /// Records how an operation ended, with what was there before and after.
    public void finish(
            long id,
            RetStatus status,
            Outcome outcome,
            @Nullable Object before,
            @Nullable Object after) {
        LateOutcomes.Late late = new LateOutcomes.Late(id, status, outcome, before, after);
        if (!tryFinish(late)) {
            lateOutcomes.add(late);
        }
    }

    /// @return false when the store did not take it
    private boolean tryFinish(LateOutcomes.Late late) {
        try {
            OperationRow saved =
                    write(() -> {
                        chain.hold();
                        OperationRow row = operations.findById(late.id()).orElseThrow();
                        boolean pending = row.retStatus() == RetStatus.PENDING;
                        if (!pending && !(row.isUnresolved() && !late.isUnresolved())) {
                            return row;
                        }
                        OperationRow ended = ended(row, late);
                        chain.append(
                                late.id(),
                                pending ? AuditEntry.OUTCOME : AuditEntry.LATE_OUTCOME,
                                bodies.outcome(ended));
                        operations.end(
                                late.id(),
                                ended.endTime(),
                                ended.retStatus().word(),
                                ended.outcome(),
                                ended.before(),
                                ended.after(),
                                ended.durationMillis(),
                                ended.searchText());
                        return ended;
                    });
            publish(saved);
            return true;
        } catch (DataAccessException | TransactionException e) {
            LOG.error("operation {}: its outcome could not be recorded yet", late.id(), e);
            return false;
        }
    }

    @Override
    public void destroy() {
        lateOutcomes.close();
    }

    /// Records something that began and ended at once: a sign-in, a changed role.
    ///
    /// @return the record's id
    public long note(Intent intent, RetStatus status, Outcome outcome) {
        OperationRow saved =
                write(() -> {
                    OperationRow row = insert(intent, status, outcome);
                    chain.append(row.requireId(), AuditEntry.OUTCOME, bodies.outcome(row));
                    return row;
                });
        publish(saved);
        return saved.requireId();
    }

    /// The records that a crash left without an end; whoever can look resolves them, see [#finish].
    public List<Long> listPending() {
        return operations.findByRetStatusOrderById(RetStatus.PENDING).stream()
                .map(OperationRow::requireId)
                .toList();
    }

    /// The records that ended unknown because the agent was away, the latest ones first.
    public List<Long> listUnresolved() {
        return operations.listUnresolved(MAX_UNRESOLVED);
    }

    /// Up to which id an agent that has recorded nothing above `recordedId` cannot say that an act
    /// never reached it: every id there is, once an act above it is known to have succeeded. Its
    /// journal was lost then, or is an older copy. 0 while the two fit together.
    public long findForgottenBy(long recordedId) {
        List<String> acts = LogType.acts().stream().map(LogType::word).toList();
        return operations.findLastSucceeded(acts).orElse(0L) > recordedId
                ? operations.findMaxId()
                : 0;
    }

    private Optional<Begun> findEarlier(Intent intent) {
        Intent.IdempotencyKey key = intent.key();
        if (key == null) {
            return Optional.empty();
        }
        Optional<OperationRow> row;
        try {
            row = operations.findByUserNameAndIdempotencyKey(intent.userName(), key.value());
        } catch (DataAccessException | TransactionException e) {
            throw unavailable(e);
        }
        return row.map(found -> {
            if (!key.requestHash().equals(found.requestHash())) {
                throw ApiException.of(HttpStatus.UNPROCESSABLE_CONTENT, "idempotency_key_reused");
            }
            return new Begun(found.requireId(), true);
        });
    }

    /// @param outcome how it ended, for what begins and ends at once
    private OperationRow insert(Intent intent, RetStatus status, @Nullable Outcome outcome) {
        Intent.IdempotencyKey key = intent.key();
        Instant now = clock.instant();
        String outcomeJson =
                outcome == null ? null : StoredText.clean(json.writeValueAsString(outcome));
        OperationRow saved =
                operations.save(
                        new OperationRow(
                                null,
                                now,
                                outcome == null ? null : now,
                                intent.logType(),
                                StoredText.clean(intent.operation()),
                                status,
                                intent.userName(),
                                intent.role(),
                                intent.remoteAddress(),
                                StoredText.clean(intent.target()),
                                intent.targetKind(),
                                intent.detail(),
                                outcomeJson,
                                null,
                                null,
                                intent.mode() == null ? null : StoredText.clean(intent.mode()),
                                outcome == null ? null : 0L,
                                intent.requestId(),
                                key == null ? null : key.value(),
                                key == null ? null : key.requestHash(),
                                searchText(intent, outcomeJson),
                                bootId,
                                System.nanoTime(),
                                intent.factors()));
        chain.append(saved.requireId(), AuditEntry.INTENT, bodies.intent(saved));
        return saved;
    }

    private OperationRow ended(OperationRow row, LateOutcomes.Late late) {
        Instant end = clock.instant();
        String outcomeJson = StoredText.clean(json.writeValueAsString(late.outcome()));
        return new OperationRow(
                row.id(),
                row.logTime(),
                end,
                row.logType(),
                row.operation(),
                late.status(),
                row.userName(),
                row.role(),
                row.remoteAddress(),
                row.target(),
                row.targetKind(),
                row.detail(),
                outcomeJson,
                jsonOf(late.before()),
                jsonOf(late.after()),
                row.mode(),
                Math.max(0, Duration.between(row.logTime(), end).toMillis()),
                row.requestId(),
                row.idempotencyKey(),
                row.requestHash(),
                SearchText.of(
                        row.userName(),
                        row.operation(),
                        row.target(),
                        row.detail(),
                        row.remoteAddress(),
                        outcomeJson),
                row.bootId(),
                row.monotonicNanos(),
                row.factors());
    }

    private @Nullable String jsonOf(@Nullable Object value) {
        return value == null ? null : StoredText.clean(json.writeValueAsString(value));
    }

    private static String searchText(Intent intent, @Nullable String outcomeJson) {
        return SearchText.of(
                intent.userName(),
                intent.operation(),
                intent.target(),
                intent.detail(),
                intent.remoteAddress(),
                outcomeJson == null ? "" : outcomeJson);
    }

    private OperationRow write(Supplier<OperationRow> work) {
        OperationRow row = transaction.execute(status -> work.get());
        if (row == null) {
            throw new IllegalStateException("a transaction gave nothing back");
        }
        return row;
    }

    private void publish(OperationRow row) {
        OperationChanged changed = new OperationChanged(row.requireId(), row.userName());
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            events.publishEvent(changed);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        events.publishEvent(changed);
                    }
                });
    }

    private static ApiException unavailable(Exception e) {
        LOG.error("an intent could not be recorded, so the act is refused", e);
        return ApiException.unavailable("store_unavailable");
    }
}

package dev.procdeck.server.acts;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.Permission;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.agent.AgentLink;
import dev.procdeck.server.agent.LinkState;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.Category;
import dev.procdeck.server.operations.Intent;
import dev.procdeck.server.operations.Intent.IdempotencyKey;
import dev.procdeck.server.operations.OperationLog;
import dev.procdeck.server.operations.OperationReader;
import dev.procdeck.server.operations.OperationRecord;
import dev.procdeck.server.operations.Refusals;
import dev.procdeck.server.operations.RetStatus;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.StepUp;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/// Judges, records and sends every act. Thread-safe; blocks its caller, which is a request on a
/// virtual thread.
@Service
public class ActGateway implements AgentLink.Listener {
    /// Longer than any act that the agent lets live.
    private static final Duration DEADLINE = Duration.ofMinutes(30);

    private static final Logger LOG = LoggerFactory.getLogger(ActGateway.class);

    private final OperationLog log;
    private final Refusals refusals;
    private final OperationReader reader;
    private final Agent agent;
    private final AgentLink link;
    private final StepUp stepUp;
    private final LostActs lost;
    private final Map<Long, RunningAct> running = new ConcurrentHashMap<>();
    private final Map<String, RunningAct> exclusive = new ConcurrentHashMap<>();

    /// One act that has begun and not ended.
    private record RunningAct(
            long id,
            String userName,
            String operation,
            @Nullable String exclusive,
            CompletableFuture<@Nullable ApiException> end) {}

    ActGateway(
            OperationLog log,
            Refusals refusals,
            OperationReader reader,
            Agent agent,
            AgentLink link,
            StepUp stepUp,
            LostActs lost) {
        this.log = log;
        this.refusals = refusals;
        this.reader = reader;
        this.agent = agent;
        this.link = link;
        this.stepUp = stepUp;
        this.lost = lost;
        link.listen(this);
        lost.onEnd(this::ended);
    }

    /// Does it, and waits for the outcome for a while.
    ///
    /// @param wait how long to wait for the outcome at most
    /// @param key the client's Idempotency-Key; null when it sent none
    /// @return the record, which is still pending when the outcome takes longer
    /// @throws ApiException why it was refused, naming the record of the refusal
    public OperationRecord perform(
            Actor actor, ActRequest request, Duration wait, @Nullable IdempotencyKey key) {
        Intent intent =
                Intent.of(
                                actor,
                                request.logType(),
                                request.operation(),
                                request.target(),
                                request.targetKind(),
                                request.detail())
                        .withMode(request.mode())
                        .withKey(key);
        try {
            check(actor, request);
        } catch (ApiException e) {
            throw refusals.refuse(intent, e);
        }
        Failpoints.reached(Failpoints.Place.BEFORE_INTENT);
        OperationLog.Begun begun = log.begin(intent);
        Failpoints.reached(Failpoints.Place.AFTER_INTENT);
        if (begun.repeated()) {
            return await(running.get(begun.id()), begun.id(), wait, actor);
        }
        RunningAct act =
                new RunningAct(
                        begun.id(),
                        actor.userName(),
                        request.operation(),
                        request.exclusive(),
                        new CompletableFuture<>());
        running.put(act.id(), act);
        ApiException busy = claim(act);
        if (busy != null) {
            finish(act.id(), RetStatus.REFUSED, Outcomes.of(busy), busy);
        } else {
            send(act, request, actor);
        }
        return await(act, act.id(), wait, actor);
    }

    private void check(Actor actor, ActRequest request) {
        if (!actor.may(request.right())) {
            throw ApiException.of(HttpStatus.FORBIDDEN, "forbidden");
        }
        if (request.sensitive()) {
            stepUp.require(actor);
        }
        if (!link.state().connected()) {
            throw agent.unavailable();
        }
        var permission = request.permission();
        if (permission != null) {
            if (asksForConfirmation(permission.apply(Actors.of(actor)), request)) {
                stepUp.require(actor);
            }
        }
    }

    /// What is not there is for the agent to refuse when it is asked to act: it knows best why.
    private boolean asksForConfirmation(Query permission, ActRequest request) {
        try {
            Permission mine =
                    agent.ask(permission, Answer.Permissions.class)
                            .permissions()
                            .get(request.permissionName());
            return mine != null && "confirmation_required".equals(mine.code());
        } catch (ApiException e) {
            if (e.category() == Category.UNAVAILABLE || e.category() == Category.INTERNAL) {
                throw e;
            }
            return false;
        }
    }

    /// Takes the target for this act alone; the problem names who has it.
    private @Nullable ApiException claim(RunningAct act) {
        if (act.exclusive() == null) {
            return null;
        }
        RunningAct other = exclusive.putIfAbsent(act.exclusive(), act);
        return other == null
                ? null
                : ApiException.of(
                        HttpStatus.CONFLICT,
                        "already_running",
                        Map.of(
                                "userName", other.userName(),
                                "operation", other.operation(),
                                "operationId", other.id()));
    }

    private void send(RunningAct act, ActRequest request, Actor actor) {
        dev.procdeck.protocol.operation.Intent intent =
                new dev.procdeck.protocol.operation.Intent(
                        act.id(), actor.requestId(), Actors.of(actor));
        var _ =
                link.send(request.act().apply(intent), DEADLINE)
                        .handleAsync(
                                (answer, failure) -> {
                                    answered(act.id(), answer);
                                    return failure;
                                },
                                task -> Thread.ofVirtual().name("act-answer").start(task));
        Failpoints.reached(Failpoints.Place.AFTER_SEND);
    }

    private void answered(long id, @Nullable Answer answer) {
        switch (answer) {
            case null -> lost.add(id);
            case Answer.Done(var outcome) -> {
                if (outcome.status() != ReturnStatus.PENDING) {
                    ended(id, outcome);
                }
            }
            case Answer.Refused(Problem problem) -> {
                ApiException refusal = withHolder(Agent.problem(problem));
                finish(id, RetStatus.REFUSED, Outcomes.of(refusal), refusal);
            }
            default -> lost.add(id);
        }
    }

    private void ended(long id, dev.procdeck.protocol.operation.Outcome outcome) {
        ApiException refusal = null;
        if (outcome.status() == ReturnStatus.REFUSED) {
            Problem.Category category =
                    outcome.category() == null ? Problem.Category.DENIED : outcome.category();
            refusal = withHolder(Agent.problem(category, outcome.code(), outcome.parameters()));
        }
        Failpoints.reached(Failpoints.Place.BEFORE_OUTCOME);
        try {
            log.finish(
                    id,
                    Outcomes.status(outcome.status()),
                    Outcomes.of(outcome),
                    outcome.before(),
                    outcome.after());
            Failpoints.reached(Failpoints.Place.AFTER_OUTCOME);
        } finally {
            release(id, refusal);
        }
    }

    private void finish(
            long id,
            RetStatus status,
            dev.procdeck.server.operations.Outcome outcome,
            @Nullable ApiException refusal) {
        try {
            log.finish(id, status, outcome);
        } finally {
            release(id, refusal);
        }
    }

    private void release(long id, @Nullable ApiException refusal) {
        lost.remove(id);
        RunningAct act = running.remove(id);
        if (act != null) {
            if (act.exclusive() != null) {
                exclusive.remove(act.exclusive(), act);
            }
            act.end().complete(refusal == null ? null : refusal.withOperation(id));
        }
    }

    /// The agent names the operation that holds a unit; people want to know whose it is.
    private ApiException withHolder(ApiException refusal) {
        Object id = refusal.parameters().get("operationId");
        RunningAct holder =
                id instanceof String text && text.matches("[0-9]{1,18}")
                        ? running.get(Long.parseLong(text))
                        : null;
        if (holder == null) {
            return refusal;
        }
        Map<String, Object> parameters = new HashMap<>(refusal.parameters());
        parameters.put("userName", holder.userName());
        parameters.put("operation", holder.operation());
        return ApiException.of(refusal.status(), refusal.category(), refusal.code(), parameters);
    }

    private OperationRecord await(@Nullable RunningAct act, long id, Duration wait, Actor actor) {
        if (act != null && !wait.isZero()) {
            try {
                ApiException refusal = act.end().get(wait.toMillis(), TimeUnit.MILLISECONDS);
                if (refusal != null) {
                    throw refusal;
                }
            } catch (TimeoutException e) {
                // It goes on; the record says pending.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
        OperationRecord record = read(id, actor);
        if (record.retStatus() == RetStatus.REFUSED) {
            throw Outcomes.refusal(record);
        }
        return record;
    }

    /// @throws ApiException 503 `outcome_unread`: the act was recorded and sent, so nobody may be
    ///   told that nothing has happened
    private OperationRecord read(long id, Actor actor) {
        try {
            return reader.require(id, actor);
        } catch (DataAccessException | TransactionException e) {
            LOG.error("operation {}: its record cannot be read", id, e);
            throw ApiException.unavailable("outcome_unread").withOperation(id);
        }
    }

    /// Whose act this is, while it runs.
    public @Nullable String userOf(long operationId) {
        RunningAct act = running.get(operationId);
        return act == null ? null : act.userName();
    }

    @Override
    public void live(Live live) {
        if (live instanceof Live.ActEnded(long id, var outcome)
                && outcome.status() != ReturnStatus.PENDING) {
            Thread.ofVirtual().name("act-ended").start(() -> ended(id, outcome));
        }
    }

    @Override
    public void stateChanged(LinkState state) {
        if (!state.connected()) {
            running.keySet().forEach(lost::add);
        }
    }
}

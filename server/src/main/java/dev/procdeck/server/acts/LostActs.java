package dev.procdeck.server.acts;

import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.server.agent.AgentLink;
import dev.procdeck.server.agent.LinkState;
import dev.procdeck.server.operations.OperationLog;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Acts whose answer was lost: asks the agent's journal how they ended, and says unknown when
/// nobody can tell in time. Nothing is ever sent again. Thread-safe.
@Component
public class LostActs implements AgentLink.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(LostActs.class);
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /// How long the agent may take to come back.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final OperationLog log;
    private final AgentLink link;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final Set<Long> waiting = ConcurrentHashMap.newKeySet();
    private volatile BiConsumer<Long, Outcome> onEnd = (id, outcome) -> {};

    LostActs(OperationLog log, AgentLink link, ScheduledExecutorService timer, Clock clock) {
        this.log = log;
        this.link = link;
        this.timer = timer;
        this.clock = clock;
        link.listen(this);
    }

    /// Who writes down how an act ended.
    void onEnd(BiConsumer<Long, Outcome> listener) {
        onEnd = listener;
    }

    /// The answer to this act will not come.
    void add(long id) {
        if (waiting.add(id)) {
            if (link.state().connected()) {
                background(() -> ask(List.of(id)));
            }
            var _ =
                    timer.schedule(
                            () -> background(() -> giveUp(id)),
                            PATIENCE.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    /// It has ended after all.
    void remove(long id) {
        waiting.remove(id);
    }

    /// Records that an earlier life of this server left without an end.
    @EventListener
    void started(ApplicationReadyEvent event) {
        log.listPending().forEach(this::add);
    }

    @Override
    public void greeted(long lastOperationId) {
        log.beginAbove(lastOperationId);
    }

    @Override
    public void live(Live live) {}

    @Override
    public void stateChanged(LinkState state) {
        if (state.connected() && !waiting.isEmpty()) {
            background(() -> ask(List.copyOf(waiting)));
        }
    }

    private void ask(List<Long> ids) {
        try {
            Answer answer = link.send(new Query.Outcomes(ids), DEADLINE).get();
            if (answer instanceof Answer.Outcomes(Map<Long, Outcome> outcomes)) {
                ids.forEach(id -> take(id, outcomes.get(id)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.debug("the agent's journal could not be asked", e);
        }
    }

    private void take(long id, @Nullable Outcome outcome) {
        if (outcome == null) {
            end(id, ReturnStatus.FAILED, "never_started");
        } else if (outcome.status() == ReturnStatus.PENDING) {
            // It still runs, and its end will be told.
            waiting.remove(id);
        } else if (waiting.remove(id)) {
            onEnd.accept(id, outcome);
        }
    }

    private void giveUp(long id) {
        end(id, ReturnStatus.UNKNOWN, "agent_lost");
    }

    @SuppressWarnings("NullAway") // an annotation on a nested type is lost between modules
    private void end(long id, ReturnStatus status, String code) {
        if (waiting.remove(id)) {
            onEnd.accept(
                    id,
                    new Outcome(
                            status,
                            code,
                            Map.of(),
                            null,
                            null,
                            null,
                            List.of(),
                            List.of(),
                            clock.instant(),
                            null));
        }
    }

    private static void background(Runnable work) {
        Thread.ofVirtual().name("lost-acts").start(work);
    }
}

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Acts whose answer was lost: asks the agent how they ended, as long as they run, and says unknown
/// when nobody can tell for ten seconds. Those that became unknown for that reason are asked for
/// again whenever the agent is back, and what it knows is added to their record. Nothing is ever
/// sent again: this class looks. Thread-safe.
@Component
public class LostActs implements AgentLink.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(LostActs.class);
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /// How often an act is asked for while its end is not known.
    private static final Duration PERIOD = Duration.ofSeconds(1);

    /// As many as the agent answers at once.
    private static final int CHUNK = 1_000;

    /// How long the agent may take to come back.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final OperationLog log;
    private final AgentLink link;
    private final ScheduledExecutorService timer;
    private final Clock clock;

    /// When the agent was last heard of each act, by the monotonic clock.
    private final Map<Long, Long> waiting = new ConcurrentHashMap<>();

    /// Up to which id the agent's journal is no witness.
    private volatile long forgottenUpTo;

    private final AtomicBoolean asking = new AtomicBoolean();
    private final AtomicBoolean ticking = new AtomicBoolean();
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
        if (waiting.putIfAbsent(id, System.nanoTime()) == null) {
            background(this::ask);
            tick();
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
        long forgotten = log.findForgottenBy(lastOperationId);
        if (forgotten > forgottenUpTo) {
            LOG.error(
                    "the agent's journal ends before acts that are known to be done: it was lost or"
                            + " restored. See `procdeck audit verify`");
            forgottenUpTo = forgotten;
        }
    }

    @Override
    public void live(Live live) {}

    @Override
    public void stateChanged(LinkState state) {
        if (state.connected()) {
            log.booted(state.bootId());
            background(() -> {
                log.listUnresolved().forEach(this::add);
                ask();
            });
        }
    }

    /// Looks once a period for as long as an act waits.
    private void tick() {
        if (!waiting.isEmpty() && ticking.compareAndSet(false, true)) {
            var _ =
                    timer.schedule(
                            () -> {
                                ticking.set(false);
                                background(this::look);
                                tick();
                            },
                            PERIOD.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        long now = System.nanoTime();
        waiting.forEach((id, heard) -> {
            if (now - heard > PATIENCE.toNanos()) {
                end(id, ReturnStatus.UNKNOWN, OperationLog.AGENT_LOST);
            }
        });
        ask();
    }

    /// One question at a time is on its way: an agent that hangs is not asked ever more.
    private void ask() {
        if (!link.state().connected() || waiting.isEmpty() || !asking.compareAndSet(false, true)) {
            return;
        }
        try {
            List<Long> all = new ArrayList<>(waiting.keySet());
            for (int from = 0; from < all.size(); from += CHUNK) {
                List<Long> ids = all.subList(from, Math.min(all.size(), from + CHUNK));
                Answer answer = link.send(new Query.Outcomes(ids), DEADLINE).get();
                if (answer instanceof Answer.Outcomes(Map<Long, Outcome> outcomes)) {
                    ids.forEach(id -> take(id, outcomes.get(id)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.debug("the agent's journal could not be asked", e);
        } finally {
            asking.set(false);
        }
    }

    private void take(long id, @Nullable Outcome outcome) {
        if (outcome == null) {
            boolean told = id > forgottenUpTo;
            end(
                    id,
                    told ? ReturnStatus.FAILED : ReturnStatus.UNKNOWN,
                    told ? "never_started" : "journal_lost");
        } else if (outcome.status() == ReturnStatus.PENDING) {
            waiting.computeIfPresent(id, (_, _) -> System.nanoTime());
        } else if (waiting.remove(id) != null) {
            onEnd.accept(id, outcome);
        }
    }

    @SuppressWarnings("NullAway") // an annotation on a nested type is lost between modules
    private void end(long id, ReturnStatus status, String code) {
        if (waiting.remove(id) != null) {
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

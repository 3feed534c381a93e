package dev.procdeck.server.stream;

import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.server.agent.AgentLink;
import dev.procdeck.server.agent.LinkState;
import dev.procdeck.server.agent.Looking;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.live.EncodedEvent;
import dev.procdeck.server.live.LiveTables;
import dev.procdeck.server.live.TopicEvent;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.session.SessionEnded;
import dev.procdeck.server.session.Sessions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// All open streams. Thread-safe; whoever brings an event never waits for a client.
@Component
public class StreamHub implements LiveTables.Sink, AgentLink.Listener, SmartLifecycle {
    static final int MAX_STREAMS_PER_SESSION = 5;
    private static final Logger LOG = LoggerFactory.getLogger(StreamHub.class);
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final Duration HEARTBEAT = Duration.ofSeconds(14);
    private static final EncodedEvent BEAT = EncodedEvent.comment("beat");

    private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> places = new ConcurrentHashMap<>();
    private final Looking looking;
    private final Sessions sessions;
    private final ScheduledExecutorService timer;
    private @Nullable ScheduledFuture<?> rounds;
    private volatile boolean running;

    public StreamHub(
            LiveTables tables,
            AgentLink link,
            Looking looking,
            Sessions sessions,
            ScheduledExecutorService timer) {
        this.looking = looking;
        this.sessions = sessions;
        this.timer = timer;
        tables.setSink(this);
        link.listen(this);
    }

    /// Keeps a place for one more stream of a session; [#leave] gives it back.
    ///
    /// @throws ApiException 429 when the session has its five
    void reserve(Actor actor) {
        int now = places.merge(actor.sessionId(), 1, Integer::sum);
        if (now > MAX_STREAMS_PER_SESSION) {
            release(actor);
            throw ApiException.tooMany("too_many_streams", Duration.ofSeconds(5));
        }
    }

    /// Gives back the place of a stream that did not open.
    void release(Actor actor) {
        places.computeIfPresent(actor.sessionId(), (_, open) -> open == 1 ? null : open - 1);
    }

    /// Takes a viewer in whose place is reserved.
    void enter(Viewer viewer) {
        synchronized (this) {
            viewers.add(viewer);
            if (rounds == null) {
                rounds =
                        timer.scheduleWithFixedDelay(
                                this::checkAll,
                                ROUND.toMillis(),
                                ROUND.toMillis(),
                                TimeUnit.MILLISECONDS);
            }
        }
        looking.enter(viewer.topics());
    }

    /// A viewer has ended.
    void leave(Viewer viewer) {
        synchronized (this) {
            if (!viewers.remove(viewer)) {
                return;
            }
            if (viewers.isEmpty() && rounds != null) {
                rounds.cancel(false);
                rounds = null;
            }
        }
        release(viewer.actor());
        looking.leave(viewer.topics());
    }

    /// Gives an event to those viewers who want news of operations and pass.
    public void tell(Predicate<Actor> whom, EncodedEvent event) {
        for (Viewer viewer : viewers) {
            if (viewer.wantsOperations() && whom.test(viewer.actor())) {
                viewer.offerNews(event);
            }
        }
    }

    /// Those who want news of operations, one for each stream.
    public List<Actor> actors() {
        return viewers.stream().filter(Viewer::wantsOperations).map(Viewer::actor).toList();
    }

    @Override
    public boolean wants(Topic topic) {
        return looking.streams(topic) > 0;
    }

    @Override
    public void take(TopicEvent event) {
        for (Viewer viewer : viewers) {
            viewer.offer(event);
        }
    }

    @Override
    public void live(Live live) {}

    @Override
    public void stateChanged(LinkState state) {
        EncodedEvent event = agentEvent(state);
        for (Viewer viewer : viewers) {
            viewer.offerNews(event);
            if (!state.connected()) {
                viewer.restart();
            }
        }
    }

    static EncodedEvent agentEvent(LinkState state) {
        return EncodedEvent.of(
                "agent",
                null,
                json -> {
                    json.beginObject()
                            .field("connected", state.connected())
                            .field("since", state.since());
                    if (state.reason() != null) {
                        json.field("reason", state.reason());
                    }
                    json.endObject();
                });
    }

    private static EncodedEvent bye(String code) {
        return EncodedEvent.of(
                "bye", null, json -> json.beginObject().field("code", code).endObject());
    }

    @EventListener
    void sessionEnded(SessionEnded ended) {
        for (Viewer viewer : viewers) {
            if (viewer.actor().sessionId().equals(ended.sessionId())) {
                viewer.end(bye(ended.reason()));
            }
        }
    }

    /// Each session is asked about once a round, however many streams it has.
    private boolean isValid(Actor actor, Map<String, Boolean> asked) {
        return asked.computeIfAbsent(
                actor.sessionId() + " " + actor.role(), _ -> sessions.isStillValid(actor, true));
    }

    /// Ends the streams whose session or account is no longer what it was, and keeps the others
    /// awake.
    private void checkAll() {
        Map<String, Boolean> asked = new HashMap<>();
        for (Viewer viewer : viewers) {
            try {
                if (!isValid(viewer.actor(), asked)) {
                    viewer.end(bye("session_ended"));
                } else if (viewer.idleNanos() > HEARTBEAT.toNanos()) {
                    viewer.offerNews(BEAT);
                }
            } catch (RuntimeException e) {
                LOG.warn("an open stream could not be checked", e);
            }
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /// Open streams would hold up the server's end.
    @Override
    public void stop() {
        running = false;
        for (Viewer viewer : viewers) {
            viewer.end(bye("server_ended"));
        }
        for (Viewer viewer : viewers) {
            viewer.abort();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// After everything has started and before the web server stops.
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}

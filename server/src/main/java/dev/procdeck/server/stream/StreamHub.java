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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
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
    static final int MAX_STREAMS_PER_ADDRESS = 256;
    static final int MAX_STREAMS = 4096;
    private static final Logger LOG = LoggerFactory.getLogger(StreamHub.class);
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final Duration HEARTBEAT = Duration.ofSeconds(14);

    /// How long a client may take nothing of what waits for it. Shorter than Jetty's idle time-out,
    /// which counts bytes that went into the socket's buffer long ago.
    static final Duration STALLED = Duration.ofSeconds(20);

    private static final int GATHERING_MILLIS = 10;
    private static final EncodedEvent BEAT = EncodedEvent.comment("beat");

    private final List<Viewer> viewers = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> places = new ConcurrentHashMap<>();
    private final AgentLink link;
    private final Looking looking;
    private final Sessions sessions;
    private final ScheduledExecutorService timer;
    private @Nullable ScheduledFuture<?> rounds;
    private final AtomicBoolean sending = new AtomicBoolean();
    private final LongAdder dropped = new LongAdder();
    private volatile boolean running;

    public StreamHub(
            LiveTables tables,
            AgentLink link,
            Looking looking,
            Sessions sessions,
            ScheduledExecutorService timer) {
        this.link = link;
        this.looking = looking;
        this.sessions = sessions;
        this.timer = timer;
        tables.setSink(this);
        link.listen(this);
    }

    /// Keeps a place for one more stream; [#leave] gives it back. A session that has its five loses
    /// the oldest: that is most often a page that is gone, which TCP tells of only at the second
    /// write after, so that reloading a page a few times must not end in a refusal.
    ///
    /// @throws ApiException 429 when all streams together, or those of one address, are too many
    void reserve(Actor actor) {
        if (viewers.size() >= MAX_STREAMS
                || viewers.stream().filter(viewer -> isFrom(viewer, actor)).count()
                        >= MAX_STREAMS_PER_ADDRESS) {
            throw ApiException.tooMany("too_many_streams", Duration.ofSeconds(5));
        }
        int now = places.merge(actor.sessionId(), 1, Integer::sum);
        while (now > MAX_STREAMS_PER_SESSION) {
            Viewer oldest = oldestOf(actor.sessionId());
            if (oldest == null) {
                // The other places belong to streams that are being opened at this moment.
                release(actor);
                throw ApiException.tooMany("too_many_streams", Duration.ofSeconds(5));
            }
            oldest.end(bye("replaced"));
            oldest.abort();
            now--;
        }
    }

    private static boolean isFrom(Viewer viewer, Actor actor) {
        return viewer.actor().remoteAddress().equals(actor.remoteAddress());
    }

    /// New viewers come last in the list.
    private @Nullable Viewer oldestOf(String sessionId) {
        for (Viewer viewer : viewers) {
            if (viewer.actor().sessionId().equals(sessionId)) {
                return viewer;
            }
        }
        return null;
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

    /// How many streams are open.
    public int count() {
        return viewers.size();
    }

    /// How many streams were cut because their clients took nothing.
    public long dropped() {
        return dropped.sum();
    }

    /// Those who want news of operations, one for each stream.
    public List<Actor> actors() {
        return viewers.stream().filter(Viewer::wantsOperations).map(Viewer::actor).toList();
    }

    @Override
    public boolean wants(Topic topic) {
        return looking.streams(topic) > 0;
    }

    /// The tables of one tick come one after the other: they are sent together a moment later,
    /// which halves the writes. A thread of its own sends, so that the next frame is read
    /// meanwhile.
    @Override
    public void take(TopicEvent event) {
        for (Viewer viewer : viewers) {
            viewer.hold(event);
        }
        if (sending.compareAndSet(false, true)) {
            var _ =
                    timer.schedule(
                            () -> Thread.ofVirtual().name("stream-sender").start(this::sendAll),
                            GATHERING_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
    }

    private void sendAll() {
        sending.set(false);
        for (Viewer viewer : viewers) {
            viewer.send();
        }
    }

    /// Another policy is news of the agent to everybody: what they may do is to be asked for again.
    @Override
    public void live(Live live) {
        if (live instanceof Live.PolicyChanged) {
            EncodedEvent event = agentEvent(link.state());
            viewers.forEach(viewer -> viewer.offerNews(event));
        }
    }

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

    /// Ends the streams whose session or account is no longer what it was, and keeps the others
    /// awake. One question to the store, however many there are.
    private void checkAll() {
        try {
            List<Viewer> now = List.copyOf(viewers);
            Set<Actor> ended = sessions.findEnded(now.stream().map(Viewer::actor).toList());
            for (Viewer viewer : now) {
                if (ended.contains(viewer.actor())) {
                    viewer.end(bye("session_ended"));
                } else if (viewer.stalledNanos() > STALLED.toNanos()) {
                    viewer.cut();
                    dropped.increment();
                } else if (viewer.idleNanos() > HEARTBEAT.toNanos()) {
                    viewer.offerNews(BEAT);
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("the open streams could not be checked", e);
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

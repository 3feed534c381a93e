package dev.procdeck.server.agent;

import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.connection.AgentClient;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.protocol.operation.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The link over a Unix socket: connects, and connects again, for as long as it is open.
///
/// While somebody looks the agent is asked now and then whether it is still there: one that stands
/// still would look like a quiet host. One that does not answer is hung up on.
public final class SocketAgentLink implements AgentLink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SocketAgentLink.class);
    private static final Duration GREETING = Duration.ofSeconds(3);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration WATCH_DEADLINE = Duration.ofSeconds(10);
    private static final Duration PULSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

    private final Path socket;
    private final String version;
    private final Clock clock;
    private final Duration pulse;
    private final Duration longestSilence;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile LinkState state;
    private volatile @Nullable AgentClient client;
    private Set<Topic> watched = EnumSet.noneOf(Topic.class);

    /// @param version of this program, for people
    public SocketAgentLink(Path socket, String version, Clock clock) {
        this(socket, version, clock, PULSE, LONGEST_SILENCE);
    }

    SocketAgentLink(
            Path socket, String version, Clock clock, Duration pulse, Duration longestSilence) {
        this.socket = socket;
        this.version = version;
        this.clock = clock;
        this.pulse = pulse;
        this.longestSilence = longestSilence;
        this.state = new LinkState(false, clock.instant(), "agent_away", null, "");
    }

    /// Begins to connect, on a thread of its own. Call once, after all have begun to listen.
    public void start() {
        Thread.ofVirtual().name("agent-link").start(this::run);
    }

    @Override
    public void close() {
        closed.countDown();
        AgentClient current = client;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public LinkState state() {
        return state;
    }

    @Override
    public CompletableFuture<Answer> send(Operation operation, Duration deadline) {
        AgentClient current = client;
        return current == null
                ? CompletableFuture.failedFuture(new IOException("the agent is away"))
                : current.ask(operation, deadline);
    }

    @Override
    public void watch(Set<Topic> topics) {
        lock.lock();
        try {
            if (!watched.equals(topics)) {
                watched = topics.isEmpty() ? Set.of() : EnumSet.copyOf(topics);
                sendWatch(client);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void resync(Topic topic) {
        lock.lock();
        try {
            if (watched.contains(topic)) {
                Set<Topic> all = watched;
                Set<Topic> others = EnumSet.copyOf(all);
                others.remove(topic);
                watched = others;
                sendWatch(client);
                watched = all;
                sendWatch(client);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Joining with an empty set matters too: news of acts goes to those who watch, whatever it is.
    private void sendWatch(@Nullable AgentClient to) {
        if (to != null) {
            var _ = to.ask(new Operation.Watch(watched, PERIOD_MILLIS), WATCH_DEADLINE);
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (closed.getCount() > 0) {
                if (connectAndStay()) {
                    pause = FIRST_PAUSE;
                }
                if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                pause = pause.multipliedBy(2);
                if (pause.compareTo(LONGEST_PAUSE) > 0) {
                    pause = LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns when the connection is gone; false when there was none.
    private boolean connectAndStay() throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        AgentClient fresh;
        try {
            fresh = AgentClient.connect(socket, version, GREETING, new Incoming(gone));
        } catch (IOException e) {
            LOG.debug("the agent does not answer at {}", socket, e);
            return false;
        }
        lock.lock();
        try {
            client = fresh;
            sendWatch(fresh);
        } finally {
            lock.unlock();
        }
        String agentVersion = fresh.agent().programVersion();
        String bootId = fresh.agent().bootId();
        boolean works = fresh.compatible();
        if (!greet(fresh)) {
            return false;
        }
        LOG.info("connected to the agent {}{}", agentVersion, works ? "" : ": wrong version");
        change(
                new LinkState(
                        works,
                        clock.instant(),
                        works ? null : "version_mismatch",
                        agentVersion,
                        bootId));
        boolean silent = false;
        while (!silent && !gone.await(pulse.toMillis(), TimeUnit.MILLISECONDS)) {
            silent = !answers(fresh);
        }
        if (silent) {
            LOG.warn("the agent has not answered for {}", longestSilence);
            fresh.close();
            gone.await();
        }
        client = null;
        String reason = silent ? "agent_silent" : "agent_gone";
        change(new LinkState(false, clock.instant(), reason, agentVersion, bootId));
        return true;
    }

    /// Tells the agent again what is watched, which changes nothing for it. While nobody looks it
    /// is left alone.
    private boolean answers(AgentClient current) throws InterruptedException {
        CompletableFuture<Answer> answer;
        lock.lock();
        try {
            if (watched.isEmpty()) {
                return true;
            }
            answer = current.ask(new Operation.Watch(watched, PERIOD_MILLIS), longestSilence);
        } finally {
            lock.unlock();
        }
        try {
            answer.get();
            return true;
        } catch (ExecutionException e) {
            // Any other failure is of the connection, which says so itself.
            return !(e.getCause() instanceof TimeoutException);
        }
    }

    /// A link over which acts could get the id of an earlier one is no link.
    private boolean greet(AgentClient fresh) {
        long lastOperationId = fresh.agent().lastOperationId();
        try {
            listeners.forEach(listener -> listener.greeted(lastOperationId));
            return true;
        } catch (RuntimeException e) {
            LOG.error("the agent's greeting could not be taken in; trying again", e);
            client = null;
            fresh.close();
            return false;
        }
    }

    private void change(LinkState next) {
        state = next;
        listeners.forEach(listener -> listener.stateChanged(next));
    }

    private final class Incoming implements AgentClient.Listener {
        private final CountDownLatch gone;

        Incoming(CountDownLatch gone) {
            this.gone = gone;
        }

        @Override
        public void live(Live live) {
            listeners.forEach(listener -> listener.live(live));
        }

        @Override
        public void disconnected(@Nullable IOException cause) {
            if (closed.getCount() > 0) {
                LOG.warn("the connection to the agent is gone", cause);
            }
            gone.countDown();
        }
    }
}

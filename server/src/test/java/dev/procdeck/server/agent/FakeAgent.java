package dev.procdeck.server.agent;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.codec.AnswerCodec;
import dev.procdeck.protocol.codec.OperationCodec;
import dev.procdeck.protocol.codec.WireReader;
import dev.procdeck.protocol.codec.WireWriter;
import dev.procdeck.protocol.connection.Connection;
import dev.procdeck.protocol.connection.Frame;
import dev.procdeck.protocol.connection.Hello;
import dev.procdeck.protocol.connection.LivePublisher;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.Resources;
import dev.procdeck.protocol.live.ServiceRow;
import dev.procdeck.protocol.live.SocketRow;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Operation;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.ReturnStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An agent without a host, on a real socket with the real protocol: publishes what a test tells it
/// to, answers as the test says, and remembers each act.
public final class FakeAgent implements AutoCloseable {
    public static final String BOOT_ID = "6d0b0a3e-0000-4000-8000-000000000001";

    private final Path socket;
    private final Map<Class<?>, Function<Operation, @Nullable Answer>> answers =
            new ConcurrentHashMap<>();
    private final List<Query> questions = new CopyOnWriteArrayList<>();
    private final List<Act> acts = new CopyOnWriteArrayList<>();
    private final List<Set<Topic>> watches = new CopyOnWriteArrayList<>();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocketChannel server;
    private volatile LivePublisher publisher = new LivePublisher();
    private volatile int protocolVersion = Hello.PROTOCOL_VERSION;
    private volatile long lastOperationId;
    private volatile boolean standsStill;
    private volatile Function<Act, @Nullable Answer> onAct =
            act -> done(ReturnStatus.SUCCEEDED, "running");
    private volatile Instant time = Instant.parse("2026-01-02T03:04:05Z");
    private long tick = 100;

    private FakeAgent(Path socket) {
        this.socket = socket;
        answer(Query.MayActOnProcess.class, _ -> new Answer.Permissions(Map.of()));
        answer(Query.MayActOnService.class, _ -> new Answer.Permissions(Map.of()));
        answer(Query.SocketsOfProcess.class, _ -> new Answer.HeldSockets(List.of(), null));
        answer(Query.SocketsOfService.class, _ -> new Answer.HeldSockets(List.of(), null));
        answer(Query.Outcomes.class, _ -> new Answer.Outcomes(Map.of()));
    }

    public static FakeAgent at(Path socket) {
        FakeAgent agent = new FakeAgent(socket);
        agent.start();
        return agent;
    }

    /// Answers a kind of question; a null answer never comes.
    @SuppressWarnings("unchecked")
    public <Q extends Query> void answer(Class<Q> type, Function<Q, @Nullable Answer> answer) {
        answers.put(type, operation -> answer.apply((Q) operation));
    }

    /// What happens to acts; a null answer never comes.
    public void onAct(Function<Act, @Nullable Answer> reaction) {
        onAct = reaction;
    }

    public List<Act> acts() {
        return acts;
    }

    /// What was asked, without the policy that the server asks for by itself.
    public List<Query> questions() {
        return questions;
    }

    /// The last set of topics that was asked for.
    public Set<Topic> watched() {
        return watches.isEmpty() ? Set.of() : watches.getLast();
    }

    /// How often it was said what is watched.
    public int timesWatched() {
        return watches.size();
    }

    /// As if stopped: connected, and deaf.
    public void standStill() {
        standsStill = true;
    }

    public void speak(int version) {
        protocolVersion = version;
    }

    /// Its journal is gone.
    public void forget() {
        lastOperationId = 0;
    }

    public static Answer.Done done(ReturnStatus status, String code) {
        return new Answer.Done(outcome(status, code));
    }

    public static Outcome outcome(ReturnStatus status, String code) {
        return new Outcome(
                status,
                code,
                Map.of(),
                null,
                "inactive",
                "active",
                List.of(),
                List.of(),
                Instant.parse("2026-01-02T03:04:05Z"),
                null);
    }

    public static Answer.Refused refused(Problem.Category category, String code) {
        return new Answer.Refused(new Problem(category, code, Map.of("unit", "x.service")));
    }

    public void publish(Live live) {
        publisher.publish(live);
    }

    /// Replaces the process table.
    public void processes(ProcessRow... rows) {
        tick++;
        publish(new Live.ProcessesFrame(tick, null, time, BOOT_ID, 1000, List.of(rows), List.of()));
    }

    /// Changes the process table.
    public void change(List<ProcessRow> rows, List<ProcessKey> gone) {
        tick++;
        publish(new Live.ProcessesFrame(tick, tick - 1, time, BOOT_ID, 1000, rows, gone));
    }

    public void sockets(SocketRow... rows) {
        tick++;
        publish(new Live.SocketsFrame(tick, null, time, 1000, List.of(rows), List.of()));
    }

    public void services(ServiceRow... rows) {
        tick++;
        publish(new Live.ServicesFrame(tick, null, time, null, List.of(rows), List.of()));
    }

    public void resources(Resources resources) {
        tick++;
        publish(new Live.ResourcesFrame(tick, resources));
    }

    /// As if killed: every connection breaks at once.
    public void kill() {
        try {
            if (server != null) {
                server.close();
            }
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connections.forEach(Connection::close);
        connections.clear();
        publisher = new LivePublisher();
    }

    /// Listens again after [#kill].
    public void start() {
        try {
            ServerSocketChannel fresh = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            fresh.bind(UnixDomainSocketAddress.of(socket));
            server = fresh;
            Thread.ofVirtual().name("fake-agent").start(() -> acceptAll(fresh));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private void acceptAll(ServerSocketChannel from) {
        try {
            while (true) {
                Connection connection =
                        new Connection(
                                from.accept(),
                                new Hello(protocolVersion, "fake", BOOT_ID, 1, lastOperationId),
                                Set.of(Frame.Kind.HELLO, Frame.Kind.REQUEST),
                                new Requests(),
                                publisher);
                connections.add(connection);
                connection.start();
            }
        } catch (ClosedChannelException _) {
            // Killed.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Requests implements Connection.Handler {
        @Override
        public void greeted(Connection connection, Hello peer) {}

        @Override
        public void received(Connection connection, Frame frame) throws IOException {
            WireReader in = new WireReader(frame.body());
            Operation operation = OperationCodec.take(in);
            in.finish();
            if (standsStill) {
                return;
            }
            if (operation instanceof Operation.Watch) {
                // In order, as the real one: the last of two is what is watched.
                respond(connection, frame.id(), operation);
            } else {
                Thread.ofVirtual().start(() -> respond(connection, frame.id(), operation));
            }
        }

        @Override
        public void closed(Connection connection, @Nullable IOException cause) {
            publisher.leave(connection);
            connections.remove(connection);
        }

        private void respond(Connection connection, long id, Operation operation) {
            Answer answer =
                    switch (operation) {
                        case Operation.Watch watch -> {
                            publisher.watch(connection, watch.topics());
                            watches.add(watch.topics());
                            yield new Answer.Watching(watch.periodMillis());
                        }
                        case Act act -> {
                            acts.add(act);
                            lastOperationId = Math.max(lastOperationId, act.intent().operationId());
                            yield onAct.apply(act);
                        }
                        case Query query -> {
                            if (!(query instanceof Query.Policy)) {
                                questions.add(query);
                            }
                            yield answers.getOrDefault(
                                            query.getClass(),
                                            _ -> refused(Problem.Category.NOT_FOUND, "not_found"))
                                    .apply(query);
                        }
                    };
            if (answer != null) {
                WireWriter out = new WireWriter();
                AnswerCodec.put(out, answer);
                connection.send(new Frame(Frame.Kind.ANSWER, id, out.toBytes()));
            }
        }
    }
}

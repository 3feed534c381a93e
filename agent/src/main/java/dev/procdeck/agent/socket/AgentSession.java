package dev.procdeck.agent.socket;

import dev.procdeck.agent.Console;
import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.codec.AnswerCodec;
import dev.procdeck.protocol.codec.OperationCodec;
import dev.procdeck.protocol.codec.ProtocolException;
import dev.procdeck.protocol.codec.WireReader;
import dev.procdeck.protocol.codec.WireWriter;
import dev.procdeck.protocol.connection.AgentClient;
import dev.procdeck.protocol.connection.Connection;
import dev.procdeck.protocol.connection.Frame;
import dev.procdeck.protocol.connection.Hello;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Operation;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.Query;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One server's connection: takes requests, answers each on a thread of its own.
final class AgentSession implements Connection.Handler {
    private static final int MAX_QUERIES = 64;
    private static final int MAX_ACTS = 64;
    private static final int MAX_URGENT = 32;
    private static final long QUERY_DEADLINE_SECONDS = 10;

    private final Hello ours;
    private final Services services;
    private final Consumer<AgentSession> onClose;
    private final Semaphore queries = new Semaphore(MAX_QUERIES);
    private final Semaphore acts = new Semaphore(MAX_ACTS);
    private final Semaphore urgent = new Semaphore(MAX_URGENT);
    private volatile @Nullable Hello theirs;

    /// What sessions need of the agent.
    record Services(
            Work work,
            Console console,
            java.util.function.BiFunction<Connection, Operation.Watch, Answer> watch,
            Consumer<Connection> leave,
            Consumer<Live> publish) {}

    AgentSession(Hello ours, Services services, Consumer<AgentSession> onClose) {
        this.ours = ours;
        this.services = services;
        this.onClose = onClose;
    }

    @Override
    public void greeted(Connection connection, Hello peer) {
        theirs = peer;
    }

    @Override
    public void received(Connection connection, Frame frame) throws IOException {
        if (frame.kind() != Frame.Kind.REQUEST) {
            throw new ProtocolException("a server sent a " + frame.kind());
        }
        Hello peer = theirs;
        if (peer == null || !peer.speaksOurs()) {
            answer(
                    connection,
                    frame.id(),
                    AgentClient.versionMismatch(peer == null ? ours : peer, ours));
            return;
        }
        Operation operation;
        try {
            WireReader in = new WireReader(frame.body());
            operation = OperationCodec.take(in);
            in.finish();
        } catch (ProtocolException e) {
            answer(
                    connection,
                    frame.id(),
                    refused(Problem.Category.USER, "malformed_request", e.getMessage()));
            return;
        }
        dispatch(connection, frame.id(), operation);
    }

    private void dispatch(Connection connection, long id, Operation operation) {
        switch (operation) {
            case Operation.Watch watch ->
                    answer(connection, id, services.watch().apply(connection, watch));
            case Query query ->
                    limited(connection, id, queries, () -> answer(connection, id, ask(query)));
            case Act act ->
                    limited(
                            connection,
                            id,
                            Work.isUrgent(act) ? urgent : acts,
                            () -> act(connection, id, act));
        }
    }

    /// Runs a task on a virtual thread, unless too much is under way.
    private void limited(Connection connection, long id, Semaphore limit, Runnable task) {
        if (!limit.tryAcquire()) {
            answer(connection, id, refused(Problem.Category.UNAVAILABLE, "agent_busy", null));
            return;
        }
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        task.run();
                    } finally {
                        limit.release();
                    }
                });
    }

    private Answer ask(Query query) {
        Future<Answer> answer;
        try {
            answer = services.work().ask(query);
        } catch (RejectedExecutionException _) {
            return refused(Problem.Category.UNAVAILABLE, "agent_busy", null);
        }
        try {
            return answer.get(QUERY_DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            answer.cancel(true);
            return refused(Problem.Category.UNAVAILABLE, "host_too_slow", null);
        } catch (ExecutionException e) {
            services.console().log("a query failed", e.getCause() == null ? e : e.getCause());
            return refused(Problem.Category.INTERNAL, "internal_error", String.valueOf(e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return refused(Problem.Category.UNAVAILABLE, "agent_ending", null);
        }
    }

    private void act(Connection connection, long id, Act act) {
        Answer answer;
        try {
            Outcome outcome = services.work().act(act).get();
            answer = new Answer.Done(outcome);
            boolean delivered = answer(connection, id, answer);
            if (!delivered || act instanceof Act.Command || act instanceof Act.Template) {
                // Whoever asked may be gone, and a command ends by itself: everybody is told.
                services.publish().accept(new Live.ActEnded(act.intent().operationId(), outcome));
            }
            return;
        } catch (RejectedExecutionException _) {
            answer = refused(Problem.Category.UNAVAILABLE, "agent_busy", null);
        } catch (ExecutionException e) {
            services.console().log("an act failed", e.getCause() == null ? e : e.getCause());
            answer = refused(Problem.Category.INTERNAL, "internal_error", String.valueOf(e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            answer = refused(Problem.Category.UNAVAILABLE, "agent_ending", null);
        }
        answer(connection, id, answer);
    }

    @Override
    public void closed(Connection connection, @Nullable IOException cause) {
        if (cause != null) {
            services.console().log("a connection ended", cause);
        }
        services.leave().accept(connection);
        onClose.accept(this);
    }

    private static boolean answer(Connection connection, long id, Answer answer) {
        WireWriter out = new WireWriter();
        AnswerCodec.put(out, answer);
        return connection.send(new Frame(Frame.Kind.ANSWER, id, out.toBytes()));
    }

    private static Answer.Refused refused(
            Problem.Category category, String code, @Nullable String detail) {
        return new Answer.Refused(new Problem(category, code, Map.of(), detail));
    }
}

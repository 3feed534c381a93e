package dev.procdeck.protocol.connection;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.codec.AnswerCodec;
import dev.procdeck.protocol.codec.LiveDecoder;
import dev.procdeck.protocol.codec.OperationCodec;
import dev.procdeck.protocol.codec.ProtocolException;
import dev.procdeck.protocol.codec.WireReader;
import dev.procdeck.protocol.codec.WireWriter;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.operation.Operation;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// The server's end of one connection to the agent.
///
/// Thread-safe. Does not reconnect: after [Listener#disconnected] make a new one. An agent of
/// another protocol version is connected to, so that people can be told, but every question is
/// answered with `version_mismatch` without being sent.
public final class AgentClient implements AutoCloseable {

    /// What the agent says without being asked. Called in order on one virtual thread; answers wait
    /// while a call lasts.
    public interface Listener {
        void live(Live live);

        /// The connection is gone; the last call.
        ///
        /// @param cause null when this half closed it, or the agent ended in good order
        void disconnected(@Nullable IOException cause);
    }

    private static final Set<Frame.Kind> ACCEPTED =
            Set.of(Frame.Kind.HELLO, Frame.Kind.ANSWER, Frame.Kind.LIVE);

    private final Connection connection;
    private final Hello ours;
    private final Listener listener;
    private final LiveDecoder liveDecoder = new LiveDecoder();
    private final AtomicLong nextId = new AtomicLong(1);
    private final Map<Long, CompletableFuture<Answer>> waiting = new ConcurrentHashMap<>();
    private final CompletableFuture<Hello> agent = new CompletableFuture<>();
    private volatile boolean closed;

    private AgentClient(SocketChannel channel, Hello ours, Listener listener) {
        this.ours = ours;
        this.listener = listener;
        this.connection = new Connection(channel, ours, ACCEPTED, new Frames(), null);
    }

    /// Connects and waits for the agent's greeting.
    ///
    /// @param programVersion of this half, for people
    public static AgentClient connect(
            Path socket, String programVersion, Duration deadline, Listener listener)
            throws IOException {
        return connect(socket, Hello.ofServer(programVersion), deadline, listener);
    }

    static AgentClient connect(Path socket, Hello ours, Duration deadline, Listener listener)
            throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        AgentClient client = new AgentClient(channel, ours, listener);
        client.connection.start();
        try {
            client.agent.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return client;
        } catch (InterruptedException e) {
            client.close();
            Thread.currentThread().interrupt();
            throw new AgentUnavailableException("interrupted", e);
        } catch (TimeoutException | ExecutionException e) {
            client.close();
            throw new AgentUnavailableException("the agent did not greet", e);
        }
    }

    /// What the agent said of itself.
    public Hello agent() {
        return agent.join();
    }

    /// Whether both halves speak the same protocol version.
    public boolean compatible() {
        return agent().protocolVersion() == ours.protocolVersion();
    }

    /// Asks the agent. The future ends with an [AgentUnavailableException] when the connection goes
    /// before the answer, and with a [ProtocolException] when the operation is longer than a
    /// request may be; then nothing was sent.
    public CompletableFuture<Answer> ask(Operation operation) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        if (!compatible()) {
            answer.complete(versionMismatch(ours, agent()));
            return answer;
        }
        WireWriter out = new WireWriter();
        OperationCodec.put(out, operation);
        if (out.length() > Frame.Kind.REQUEST.maxBodyBytes()) {
            answer.completeExceptionally(
                    new ProtocolException("a request of " + out.length() + " bytes"));
            return answer;
        }
        long id = nextId.getAndIncrement();
        waiting.put(id, answer);
        answer.whenComplete((_, _) -> waiting.remove(id));
        if (!connection.send(new Frame(Frame.Kind.REQUEST, id, out.toBytes())) || closed) {
            answer.completeExceptionally(
                    new AgentUnavailableException("the connection to the agent is gone", null));
        }
        return answer;
    }

    /// Asks the agent and gives up after `deadline` with a [TimeoutException]; a late answer is
    /// dropped.
    public CompletableFuture<Answer> ask(Operation operation, Duration deadline) {
        return ask(operation).orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        connection.close();
    }

    /// How the halves refuse each other when their versions differ.
    public static Answer.Refused versionMismatch(Hello server, Hello agent) {
        return new Answer.Refused(
                new Problem(
                        Problem.Category.UNAVAILABLE,
                        "version_mismatch",
                        Map.of(
                                "server", server.programVersion(),
                                "agent", agent.programVersion())));
    }

    private final class Frames implements Connection.Handler {
        @Override
        public void greeted(Connection from, Hello peer) {
            agent.complete(peer);
        }

        @Override
        public void received(Connection from, Frame frame) throws IOException {
            switch (frame.kind()) {
                case ANSWER -> answered(frame);
                case LIVE -> {
                    WireReader in = new WireReader(frame.body());
                    Live live = liveDecoder.take(in);
                    in.finish();
                    listener.live(live);
                }
                case HELLO, REQUEST ->
                        throw new ProtocolException("the agent sent a " + frame.kind());
            }
        }

        private void answered(Frame frame) throws ProtocolException {
            CompletableFuture<Answer> answer = waiting.remove(frame.id());
            if (answer == null) {
                return;
            }
            try {
                WireReader in = new WireReader(frame.body());
                Answer decoded = AnswerCodec.take(in);
                in.finish();
                answer.complete(decoded);
            } catch (ProtocolException e) {
                answer.completeExceptionally(e);
                throw e;
            }
        }

        @Override
        public void closed(Connection from, @Nullable IOException cause) {
            closed = true;
            AgentUnavailableException gone =
                    new AgentUnavailableException("the connection to the agent is gone", cause);
            boolean wasGreeted = !agent.completeExceptionally(gone);
            waiting.values().forEach(answer -> answer.completeExceptionally(gone));
            if (wasGreeted) {
                listener.disconnected(cause);
            }
        }
    }
}

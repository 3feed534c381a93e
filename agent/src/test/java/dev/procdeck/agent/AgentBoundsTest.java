package dev.procdeck.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.HostFacts;
import dev.procdeck.protocol.codec.AnswerCodec;
import dev.procdeck.protocol.codec.OperationCodec;
import dev.procdeck.protocol.codec.WireReader;
import dev.procdeck.protocol.codec.WireWriter;
import dev.procdeck.protocol.connection.Hello;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.Role;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// R5: what a server that was taken over can ask of an agent, which counts for itself. The bytes
/// are made here, since the client of a server that was not would refuse to send them.
@Timeout(120)
class AgentBoundsTest extends SharedAgent {
    private static final int MAX_REQUEST_BYTES = 64 * 1024;
    private static final int MAX_CONNECTIONS = 8;
    private static final int MAX_ACTS_PER_MINUTE = 1_200;
    private static final byte HELLO = 0;
    private static final byte REQUEST = 1;
    private static final byte ANSWER = 2;
    private static final byte LAST = 0;
    private static final byte MORE = 1;

    @Test
    @DisplayName(
            "R5: the agent takes a request of 64 KiB, and ends the connection at one byte more")
    void aRequestOver64KibEndsItsConnection() throws Exception {
        byte[] longest = request(MAX_REQUEST_BYTES);
        try (SocketChannel peer = greeted()) {
            send(peer, chunk(REQUEST, LAST, 1, longest, 0, longest.length));
            assertThat(nextKind(peer)).as("an answer").isEqualTo(ANSWER);
        }
        byte[] longer = request(MAX_REQUEST_BYTES + 1);
        try (SocketChannel peer = greeted()) {
            assertEnds(peer, chunk(REQUEST, LAST, 1, longer, 0, longer.length));
        }
        // In two pieces, each of them short enough.
        try (SocketChannel peer = greeted()) {
            assertEnds(
                    peer,
                    chunk(REQUEST, MORE, 1, longer, 0, 40_000),
                    chunk(REQUEST, LAST, 1, longer, 40_000, longer.length));
        }
        // Announced, and never sent: nobody waits for it.
        try (SocketChannel peer = greeted()) {
            assertEnds(peer, ByteBuffer.allocate(4).putInt((1 << 20) + 1).flip());
        }
        assertThat(agent.ask(new Query.Host())).isInstanceOf(HostFacts.class);
    }

    @Test
    @DisplayName("R5: a ninth connection is not let in, until one of the eight has gone")
    void connectionsAreCounted() throws Exception {
        agent.ask(new Query.Host());
        List<SocketChannel> peers = new ArrayList<>();
        try {
            while (peers.size() < MAX_CONNECTIONS - 1) {
                peers.add(greeted());
            }
            try (SocketChannel ninth = connect()) {
                assertEnds(ninth);
            }
            assertThat(agent.ask(new Query.Host())).isInstanceOf(HostFacts.class);
            peers.removeLast().close();
            peers.add(greeted());
        } finally {
            for (SocketChannel peer : peers) {
                peer.close();
            }
        }
    }

    @Test
    @DisplayName(
            "R5: 1,200 acts of one person in a minute are heard, and those of others all along")
    void actsOfOnePersonAreCounted() throws Exception {
        int asked = MAX_ACTS_PER_MINUTE + 40;
        List<String> codes = new ArrayList<>();
        while (codes.size() < asked) {
            codes.add(agent.act(cancel("flooder")).code());
        }
        assertThat(codes.subList(0, MAX_ACTS_PER_MINUTE)).containsOnly("role_denied");
        assertThat(Set.copyOf(codes)).containsExactlyInAnyOrder("role_denied", "too_many_acts");
        assertThat(agent.act(cancel("somebody else")).code()).isEqualTo("role_denied");
    }

    @Test
    @DisplayName("F6: an agent answers a server of another version with nothing but that")
    void aServerOfAnotherVersionIsRefused() throws Exception {
        byte[] question = encoded(new Query.Host());
        try (SocketChannel peer = greeted(Hello.PROTOCOL_VERSION + 1)) {
            send(peer, chunk(REQUEST, LAST, 7, question, 0, question.length));
            ByteBuffer answer = next(peer);
            assertThat(answer.get()).isEqualTo(ANSWER);
            assertThat(answer.get()).isEqualTo(LAST);
            assertThat(answer.getLong()).isEqualTo(7);
            byte[] body = new byte[answer.remaining()];
            answer.get(body);
            assertThat(((Answer.Refused) AnswerCodec.take(new WireReader(body))).problem().code())
                    .isEqualTo("version_mismatch");
        }
    }

    private static Act cancel(String userName) {
        return new Act.Cancel(AgentProcess.intent(nextId++, userName, Role.VIEWER), 1);
    }

    /// The encoding of a question that is this long.
    private static byte[] request(int bytes) {
        WireWriter out = new WireWriter();
        // The name's length takes three bytes, like that of each name of this size.
        int head = encoded(new Query.ServiceDetail("x".repeat(20_000))).length - 20_000;
        OperationCodec.put(out, new Query.ServiceDetail("x".repeat(bytes - head)));
        assertThat(out.length()).isEqualTo(bytes);
        return out.toBytes();
    }

    private static byte[] encoded(Query query) {
        WireWriter out = new WireWriter();
        OperationCodec.put(out, query);
        return out.toBytes();
    }

    private static SocketChannel connect() throws IOException {
        SocketChannel peer = SocketChannel.open(StandardProtocolFamily.UNIX);
        peer.connect(UnixDomainSocketAddress.of(agent.socket));
        return peer;
    }

    /// A connection on which both halves have said who they are. The agent sees in its own time
    /// that one before has gone.
    private static SocketChannel greeted() throws IOException {
        return greeted(Hello.PROTOCOL_VERSION);
    }

    private static SocketChannel greeted(int version) throws IOException {
        WireWriter hello = new WireWriter();
        hello.unsigned(0x50444B31);
        hello.integer(version);
        hello.text("test");
        hello.text("");
        hello.signed(ProcessHandle.current().pid());
        hello.signed(0);
        byte[] body = hello.toBytes();
        while (true) {
            SocketChannel peer = connect();
            try {
                send(
                        peer,
                        ByteBuffer.allocate(6 + body.length)
                                .putInt(2 + body.length)
                                .put(HELLO)
                                .put(LAST)
                                .put(body)
                                .flip());
                assertThat(nextKind(peer)).isEqualTo(HELLO);
                return peer;
            } catch (IOException _) {
                peer.close();
            }
        }
    }

    private static ByteBuffer chunk(byte kind, byte more, long id, byte[] body, int from, int to) {
        return ByteBuffer.allocate(14 + to - from)
                .putInt(10 + to - from)
                .put(kind)
                .put(more)
                .putLong(id)
                .put(body, from, to - from)
                .flip();
    }

    private static void send(SocketChannel peer, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            peer.write(bytes);
        }
    }

    /// The agent closes the connection, without a word, at these bytes or in the middle of them.
    private static void assertEnds(SocketChannel peer, ByteBuffer... sent) {
        assertThatThrownBy(
                        () -> {
                            for (ByteBuffer bytes : sent) {
                                send(peer, bytes);
                            }
                            nextKind(peer);
                        })
                .isInstanceOf(IOException.class);
    }

    /// What kind of frame comes next; its body is read and left.
    private static byte nextKind(SocketChannel peer) throws IOException {
        return next(peer).get();
    }

    private static ByteBuffer next(SocketChannel peer) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(4);
        fill(peer, head);
        ByteBuffer chunk = ByteBuffer.allocate(head.flip().getInt());
        fill(peer, chunk);
        return chunk.flip();
    }

    private static void fill(SocketChannel peer, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (peer.read(buffer) < 0) {
                throw new EOFException();
            }
        }
    }
}

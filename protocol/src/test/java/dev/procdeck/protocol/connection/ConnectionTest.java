package dev.procdeck.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.codec.AnswerCodec;
import dev.procdeck.protocol.codec.WireWriter;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.ServiceRow;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.protocol.operation.Query;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ConnectionTest {
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    @TempDir private Path directory;
    private ServerSocketChannel server;
    private final LivePublisher publisher = new LivePublisher();
    private final BlockingQueue<Connection> accepted = new LinkedBlockingQueue<>();
    private final BlockingQueue<Frame> requests = new LinkedBlockingQueue<>();

    @BeforeEach
    void listen() throws IOException {
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket()));
        Thread.ofVirtual().start(this::acceptAll);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void anAnswerOfManyChunksArrivesWhole() throws Exception {
        try (AgentClient client = connect(new Recorder())) {
            Connection connection = accepted.take();
            CompletableFuture<Answer> answer = client.ask(new Query.Host());
            Frame request = requests.take();
            assertThat(request.kind()).isEqualTo(Frame.Kind.REQUEST);
            Answer.Refused big =
                    new Answer.Refused(
                            new Problem(
                                    Problem.Category.INTERNAL, "x".repeat(5_000_000), Map.of()));
            WireWriter out = new WireWriter();
            AnswerCodec.put(out, big);
            connection.send(new Frame(Frame.Kind.ANSWER, request.id(), out.toBytes()));
            assertThat(answer.get(5, TimeUnit.SECONDS)).isEqualTo(big);
        }
    }

    @Test
    void aStalledReaderHoldsUpNobodyAndEndsWithTheWholeTable() throws Exception {
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Recorder slow = new Recorder();
        slow.before =
                () -> {
                    stalled.countDown();
                    release.await();
                };
        Recorder quick = new Recorder();
        try (AgentClient _ = connect(slow);
                AgentClient _ = connect(quick)) {
            publisher.watch(accepted.take(), Set.of(Topic.SERVICES));
            publisher.watch(accepted.take(), Set.of(Topic.SERVICES));
            long last = 600;
            String filler = "d".repeat(20_000);
            publisher.publish(frame(1, null, row("a", filler)));
            stalled.await();
            for (long tick = 2; tick <= last; tick++) {
                long begun = System.nanoTime();
                publisher.publish(frame(tick, tick - 1, row("s" + tick % 7, filler + tick)));
                assertThat(System.nanoTime() - begun).isLessThan(2_000_000_000L);
                quick.await(tick);
            }
            release.countDown();
            slow.await(last);
            assertThat(slow.table).isEqualTo(quick.table);
            assertThat(slow.frames).isLessThan(quick.frames);
        }
    }

    @Test
    void aNewcomerGetsTheWholeTableAndThenTheChanges() throws Exception {
        publisher.publish(frame(1, null, row("a", "x"), row("b", "y")));
        Recorder recorder = new Recorder();
        try (AgentClient _ = connect(recorder)) {
            publisher.watch(accepted.take(), Set.of(Topic.SERVICES));
            recorder.await(1);
            publisher.publish(frame(2, 1L, row("b", "z")));
            recorder.await(2);
            assertThat(recorder.table.keySet()).containsExactlyInAnyOrder("a", "b");
            assertThat(recorder.table.get("b").description()).isEqualTo("z");
        }
    }

    @Test
    void aTopicWithoutStateIsWaitedForInPeace() throws Exception {
        Recorder recorder = new Recorder();
        try (AgentClient _ = connect(recorder)) {
            publisher.watch(accepted.take(), Set.of(Topic.SERVICES));
            Thread.sleep(50);
            publisher.publish(frame(1, null, row("a", "x")));
            recorder.await(1);
            assertThat(recorder.table).containsOnlyKeys("a");
        }
    }

    @Test
    void aLostConnectionEndsEveryQuestion() throws Exception {
        Recorder recorder = new Recorder();
        AgentClient client = connect(recorder);
        CompletableFuture<Answer> answer = client.ask(new Query.Host());
        accepted.take().close();
        assertThatThrownBy(answer::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(AgentUnavailableException.class);
        assertThat(recorder.disconnected.await(5, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> client.ask(new Query.Host()).join())
                .hasCauseInstanceOf(AgentUnavailableException.class);
    }

    @Test
    void halvesThatDifferRefuseEachOther() throws Exception {
        Hello other = new Hello(Hello.PROTOCOL_VERSION + 1, "9.9", "", 1, 0);
        try (AgentClient client = AgentClient.connect(socket(), other, DEADLINE, new Recorder())) {
            assertThat(client.compatible()).isFalse();
            Answer answer = client.ask(new Query.Host()).join();
            assertThat(((Answer.Refused) answer).problem().code()).isEqualTo("version_mismatch");
            assertThat(requests).isEmpty();
        }
    }

    @Test
    void aRequestOver64KibIsNotSent() throws Exception {
        try (AgentClient client = connect(new Recorder())) {
            assertThatThrownBy(() -> client.ask(new Query.ServiceDetail("x".repeat(70_000))).join())
                    .hasMessageContaining("70");
            assertThat(requests).isEmpty();
        }
    }

    @Test
    void bytesThatAreNotTheProtocolCloseTheConnection() throws Exception {
        byte[][] bad = {
            "GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            {0, 0, 0, 0, 0, 0},
            {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 1},
            {0, 0, 0, 3, 9, 0, 0},
            {0, 0, 0, 3, 2, 1, 0},
            {0, 0, 0, 3, 0, 0, 1},
        };
        for (byte[] bytes : bad) {
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(socket()));
                channel.write(ByteBuffer.wrap(bytes));
                ByteBuffer answer = ByteBuffer.allocate(4096);
                while (channel.read(answer) >= 0) {
                    answer.clear();
                }
            } catch (java.net.SocketException e) {
                assertThat(e).hasMessageContaining("reset");
            }
        }
    }

    private AgentClient connect(AgentClient.Listener listener) throws IOException {
        return AgentClient.connect(socket(), "1.0", DEADLINE, listener);
    }

    private Path socket() {
        return directory.resolve("s");
    }

    private void acceptAll() {
        try {
            while (true) {
                Connection connection =
                        new Connection(
                                server.accept(),
                                Hello.ofAgent("1.0", "boot", 0),
                                Set.of(Frame.Kind.HELLO, Frame.Kind.REQUEST),
                                new Requests(),
                                publisher);
                connection.start();
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    private final class Requests implements Connection.Handler {
        @Override
        public void greeted(Connection connection, Hello peer) {
            accepted.add(connection);
        }

        @Override
        public void received(Connection connection, Frame frame) {
            requests.add(frame);
        }

        @Override
        public void closed(Connection connection, IOException cause) {
            publisher.leave(connection);
        }
    }

    private interface Wait {
        void await() throws InterruptedException;
    }

    /// Keeps the table as a server does.
    private static final class Recorder implements AgentClient.Listener {
        private final Map<String, ServiceRow> table = new HashMap<>();
        private final CountDownLatch disconnected = new CountDownLatch(1);
        private Wait before = () -> {};
        private long tick;
        private int frames;

        @Override
        public synchronized void live(Live live) {
            try {
                before.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            Live.ServicesFrame frame = (Live.ServicesFrame) live;
            if (frame.base() == null) {
                table.clear();
            }
            frame.rows().forEach(row -> table.put(row.name(), row));
            tick = frame.tick();
            frames++;
            notifyAll();
        }

        synchronized void await(long wanted) throws InterruptedException {
            while (tick < wanted) {
                wait();
            }
        }

        @Override
        public void disconnected(IOException cause) {
            disconnected.countDown();
        }
    }

    private static Live.ServicesFrame frame(long tick, Long base, ServiceRow... rows) {
        return new Live.ServicesFrame(tick, base, Instant.EPOCH, null, List.of(rows), List.of());
    }

    private static ServiceRow row(String name, String description) {
        return new ServiceRow(
                name,
                "systemd",
                description,
                "loaded",
                "active",
                "running",
                "enabled",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Set.of(),
                Map.of());
    }
}

package dev.procdeck.server.malformed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.procdeck.protocol.live.Resources;
import dev.procdeck.server.http.BoundaryFilter;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.AgentTest;
import dev.procdeck.server.testing.Browser;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jetty.io.QuietException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.DelegatingServletOutputStream;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/// R4, I4, Z7: 0 answers 5xx, 0 requests that hang, 0 exceptions in the log. `-Dprocdeck.seed=N`
/// repeats a run.
class MalformedRequestTest extends AgentTest {
    private static final int A_SESSION_LASTS = 500;
    private static final int CLIENTS = 8;

    @Autowired private BoundaryFilter boundary;

    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> listener =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    if (event.getLevel().isGreaterOrEqual(Level.WARN)
                            || event.getThrowableProxy() != null) {
                        complaints.add(event.getLoggerName() + ": " + event.getFormattedMessage());
                    }
                }
            };

    @BeforeEach
    void listen() {
        listener.start();
        root().addAppender(listener);
    }

    /// Without a host to show, every look would wait for one.
    @BeforeEach
    void showAHost() {
        agent.processes();
        agent.sockets();
        agent.services();
        agent.resources(
                new Resources(
                        Instant.EPOCH,
                        1.0,
                        new Resources.Tasks(10, 1, 9, 0, 0),
                        new Resources.Cpu(20, 10, 0, 65, 5, 0, 0, 0),
                        List.of(),
                        new Resources.Memory(100, 50, 40, 10, 60),
                        new Resources.Swap(0, 0, 0),
                        new Resources.Load(0.5, 0.4, 0.3),
                        1000.0,
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    @AfterEach
    void stopListening() {
        root().detachAppender(listener);
    }

    @Test
    void tenThousand() throws Exception {
        send(Integer.getInteger("procdeck.requests", 10_000));
    }

    @Tag("long")
    @Test
    void aMillion() throws Exception {
        send(Integer.getInteger("procdeck.requests", 1_000_000));
    }

    /// Bytes that are no TLS: garbage, a hello cut short or damaged, plain HTTP.
    @Test
    void brokenTls() throws Exception {
        Random random = new Random(Long.getLong("procdeck.seed", 42));
        byte[] hello = new byte[200];
        random.nextBytes(hello);
        System.arraycopy(
                new byte[] {22, 3, 1, 0, (byte) 195, 1, 0, 0, (byte) 191, 3, 3}, 0, hello, 0, 11);
        RawClient client = new RawClient(port);
        for (int i = 0; i < 300; i++) {
            byte[] bytes =
                    switch (i % 3) {
                        case 0 ->
                                "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII);
                        case 1 -> Arrays.copyOf(hello, random.nextInt(hello.length));
                        default -> hello;
                    };
            assertThat(client.sendPlain(bytes)).isEqualTo(RawClient.CLOSED);
        }
        assertThat(browser().get("/api/v1/health").status()).isEqualTo(200);
        assertThat(complaints).isEmpty();
    }

    /// What the answer to a refused request is written in is read from the request too.
    @Test
    void aLanguageThatCannotBeRead() throws Exception {
        String request =
                "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept-Language: \u00f0\u009f\r\n\r\n"
                        .formatted(port);
        assertThat(new RawClient(port).send(request.getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(401);
        assertThat(complaints).isEmpty();
    }

    /// What a stranger accepts is read too where no route takes the path.
    @Test
    void anAcceptThatCannotBeRead() throws Exception {
        for (String path : List.of("/nothing", "/assets/nothing.js", "/api/v1/nothing")) {
            for (String cookie : List.of("", cookieOfAViewer())) {
                String request =
                        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%sAccept: */\u00e9, a/b;q=x\r\n\r\n"
                                .formatted(path, port, cookie);
                assertThat(new RawClient(port).send(request.getBytes(StandardCharsets.ISO_8859_1)))
                        .as(request)
                        .isBetween(400, 499);
            }
        }
        assertThat(complaints).isEmpty();
    }

    /// What stands behind a semicolon is decoded by others than the rest of a path.
    @Test
    void aParameterInAPathThatCannotBeDecoded() throws Exception {
        for (String path : List.of("/;a=%zz", "/api/v1/session;a=%&b=\\", "/nothing;%", "/x;%c0")) {
            String request = "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n".formatted(path, port);
            assertThat(new RawClient(port).send(request.getBytes(StandardCharsets.US_ASCII)))
                    .as(path)
                    .isEqualTo(400);
        }
        assertThat(complaints).isEmpty();
    }

    /// What Jetty does not log is marked so: whoever asks and goes away cannot fill the log.
    @Test
    void anAnswerThatNobodyWaitsForIsNoWarning() {
        assertQuiet(
                (_, _) -> {
                    throw new IOException("Broken pipe");
                },
                "{}");
        assertQuiet((_, _) -> {}, " ".repeat(65_537));
    }

    private void assertQuiet(FilterChain chain, String body) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/commands");
        request.setServerName("127.0.0.1");
        request.setContent(body.getBytes(StandardCharsets.US_ASCII));
        MockHttpServletResponse gone =
                new MockHttpServletResponse() {
                    @Override
                    public ServletOutputStream getOutputStream() {
                        return new DelegatingServletOutputStream(
                                new OutputStream() {
                                    @Override
                                    public void write(int octet) throws IOException {
                                        throw new IOException("Broken pipe");
                                    }
                                });
                    }
                };
        assertThatThrownBy(() -> boundary.doFilter(request, gone, chain))
                .isInstanceOf(QuietException.class)
                .isInstanceOf(IOException.class);
    }

    private String cookieOfAViewer() {
        return "Cookie: __Host-session=%s\r\n"
                .formatted(signedIn(Role.VIEWER).cookie("__Host-session"));
    }

    /// Sends them in rounds of a session each, some rounds at once.
    private void send(int requests) throws Exception {
        long seed = Long.getLong("procdeck.seed", 20_261_123L);
        Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();
        // The first accounts of a cold server take their time, and eight of them the longer.
        account(Role.ADMIN);
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> rounds = new ArrayList<>();
            for (int done = 0; done < requests; done += A_SESSION_LASTS) {
                long roundSeed = seed + done / A_SESSION_LASTS;
                int size = Math.min(A_SESSION_LASTS, requests - done);
                rounds.add(clients.submit(() -> sendRound(roundSeed, size, statuses)));
            }
            for (Future<?> round : rounds) {
                round.get();
            }
        }
        assertThat(browser().get("/api/v1/health").status()).isEqualTo(200);
        assertThat(statuses.getOrDefault(200, 0)).as("some get through").isPositive();
        System.out.printf("%d malformed requests from seed %d: %s%n", requests, seed, statuses);
        assertThat(complaints).isEmpty();
    }

    private Void sendRound(long seed, int size, Map<Integer, Integer> statuses) throws Exception {
        RawClient client = new RawClient(port);
        RequestNoise noise = noise(seed);
        for (int i = 0; i < size; i++) {
            byte[] request = noise.next();
            int status = client.send(request);
            statuses.merge(status, 1, Integer::sum);
            if (status >= 500 || status < RawClient.CLOSED) {
                complaints.add(
                        "answer %d to request %d of seed %d:%n%s"
                                .formatted(
                                        status,
                                        i,
                                        seed,
                                        new String(request, StandardCharsets.ISO_8859_1)));
            }
        }
        return null;
    }

    private RequestNoise noise(long seed) {
        Browser admin = signedIn(Role.ADMIN);
        admin.get("/api/v1/session");
        return new RequestNoise(
                seed, port, admin.cookie("__Host-session"), admin.cookie("__Host-XSRF-TOKEN"));
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}

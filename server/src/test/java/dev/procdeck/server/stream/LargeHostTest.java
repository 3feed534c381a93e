package dev.procdeck.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.live.SocketRow;
import dev.procdeck.server.agent.FakeAgent;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// 100,000 sockets through a server with the heap of the packaged program (R3): whole lists, sorted
/// and filtered ones, and streams, all at once. `benchmarks/large` is the same on a real host.
@Tag("long")
@Timeout(600)
class LargeHostTest {
    private static final int SOCKETS = 100_000;
    private static final String TOTAL = "\"total\":" + SOCKETS + ",";
    private static final List<String> LISTS =
            List.of(
                    "/api/v1/sockets?limit=100000",
                    "/api/v1/sockets?limit=100000&sort=-remotePort&q=ESTABLISHED",
                    "/api/v1/sockets?limit=100000&sort=localAddress");

    @TempDir private Path directory;

    @Test
    void answersEverybodyInsideItsHeap() throws Exception {
        Path socket = directory.resolve("agent.sock");
        try (FakeAgent agent = FakeAgent.at(socket);
                ServerProcess server =
                        ServerProcess.start(
                                directory,
                                socket,
                                "-Xmx128m",
                                "-Xmn8m",
                                "-XX:+UseCompactObjectHeaders",
                                "-XX:+ExitOnOutOfMemoryError");
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Browser browser = server.browser();
            SseClient packed = SseClient.open(server.port(), browser, "sockets", true);
            SseClient plain = SseClient.open(server.port(), browser, "sockets", false);
            agent.sockets(rows());
            List<Callable<Browser.Answer>> questions = new ArrayList<>();
            LISTS.forEach(path -> questions.add(() -> browser.get(path)));
            for (Future<Browser.Answer> answer : clients.invokeAll(questions)) {
                assertThat(answer.get().status()).isEqualTo(200);
                assertThat(answer.get().body()).contains(TOTAL).endsWith("]}");
            }
            assertThat(packed.next("sockets").data()).contains("\"full\":true");
            assertThat(plain.next("sockets").data()).contains("\"full\":true");
            assertThat(server.isAlive()).as("%s", server.log()).isTrue();
            packed.close();
            plain.close();
        }
    }

    private static SocketRow[] rows() {
        SocketRow[] rows = new SocketRow[SOCKETS];
        for (int i = 0; i < SOCKETS; i++) {
            ProcessKey holder = new ProcessKey(2 + i % 10_000, i % 10_000);
            rows[i] =
                    new SocketRow(
                            i + 1,
                            "tcp",
                            0,
                            0,
                            "10.0." + i % 4 + ".1",
                            1024 + i % 60_000,
                            "10.1." + i / 500 % 250 + "." + i % 250,
                            1 + i % 65_000,
                            "ESTABLISHED",
                            i % 7,
                            "user" + i % 7,
                            1_000_000L + i,
                            List.of(new SocketRow.Owner(holder, "worker")),
                            null,
                            "work@" + i % 50 + ".service",
                            null,
                            null);
        }
        return rows;
    }
}

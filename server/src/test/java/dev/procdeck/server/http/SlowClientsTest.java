package dev.procdeck.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.ServerTest;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Clients that hold connections by being slow (R4). They are refused with 4xx before a body is
/// whole.
class SlowClientsTest extends ServerTest {
    private static final int CLIENTS = 60;
    private static final int GIVE_UP_SECONDS = 40;

    @Test
    @DisplayName(
            "R4: bodies that trickle are cut off, others are served meanwhile, and threads and files return to the baseline")
    void bodiesThatTrickleAreCutOff() throws Exception {
        Browser browser = browser();
        browser.get("/api/v1/session");
        String head =
                "POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 500\r\n"
                        + "Cookie: __Host-XSRF-TOKEN="
                        + browser.cookie("__Host-XSRF-TOKEN")
                        + "\r\nX-XSRF-TOKEN: "
                        + browser.cookie("__Host-XSRF-TOKEN")
                        + "\r\n\r\n{";
        int files = openFiles();
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        List<Callable<Boolean>> attacks = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            attacks.add(() -> isCutOff(head));
        }
        List<Future<Boolean>> ends = new ArrayList<>();
        try (var attackers = Executors.newVirtualThreadPerTaskExecutor()) {
            attacks.forEach(attack -> ends.add(attackers.submit(attack)));
            assertThat(browser.get("/api/v1/session").status()).isEqualTo(200);
        }
        assertThat(ends).allSatisfy(end -> assertThat(end.get()).isTrue());
        for (int i = 0; i < 100 && openFiles() > files + 10; i++) {
            Thread.sleep(100);
        }
        assertThat(openFiles()).isLessThanOrEqualTo(files + 10);
        assertThat(ManagementFactory.getThreadMXBean().getThreadCount())
                .isLessThanOrEqualTo(threads + 30);
    }

    /// Sends a byte every half second until the server has had enough.
    private boolean isCutOff(String head) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {Browser.trustsAll()}, null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(500);
            for (int i = 0; i < 2 * GIVE_UP_SECONDS; i++) {
                out.write(' ');
                out.flush();
                try {
                    byte[] answer = new byte[200];
                    int length = socket.getInputStream().read(answer);
                    return length < 0
                            || new String(answer, 0, length, StandardCharsets.US_ASCII)
                                    .startsWith("HTTP/1.1 4");
                } catch (java.net.SocketTimeoutException e) {
                    // It still waits for the rest.
                }
            }
            return false;
        } catch (SocketException e) {
            return true;
        }
    }

    private static int openFiles() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return (int) all.count();
        }
    }
}

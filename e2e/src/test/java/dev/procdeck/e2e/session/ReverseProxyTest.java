package dev.procdeck.e2e.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.ApiClient;
import dev.procdeck.e2e.support.Eventually;
import dev.procdeck.e2e.support.ProgramTree;
import dev.procdeck.e2e.support.RunningProgram;
import dev.procdeck.e2e.support.Shell;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// nginx in front, as docs/operations.md says: a path prefix, forwarded headers, live streams, and
/// the program's own certificate verified (Z6).
@Tag("testhost")
@Timeout(120)
class ReverseProxyTest {
    private static final String DATA = "/var/tmp/reverse-proxy";
    private static final String PASSWORD = "a long enough password";

    /// Not the one that the program takes for the proxy.
    private static final String CLIENT = "127.0.0.2";

    private static final int PORT = 18472;
    private static final int PROXY_PORT = 18473;

    private final ProgramTree tree = ProgramTree.built();
    private RunningProgram program;
    private Process nginx;

    @BeforeEach
    void start() throws IOException {
        Shell.tryRun(
                PASSWORD + "\n",
                tree.command(),
                "user",
                "add",
                "owner",
                "--role",
                "admin",
                "--password-stdin",
                "--data-dir",
                DATA);
        program =
                new RunningProgram.Starter(tree, PORT)
                        .options("--data-dir", DATA, "--proxy-from", "127.0.0.1")
                        .startAndAwait();
        nginx = startNginx();
    }

    @AfterEach
    void stop() {
        if (nginx != null) {
            nginx.destroy();
        }
        program.close();
        Shell.run("rm", "-rf", DATA);
    }

    @Test
    @DisplayName(
            "Z6: behind nginx with a path prefix people sign in and act, and the log holds their own address")
    void peopleSignInBelowThePrefix() {
        ApiClient api = client();
        assertThat(api.getPage("/").text()).contains("<div id=\"root\">");
        // What a client writes into the header itself is not believed: nginx adds the address it
        // comes from.
        Map<String, String> owner = Map.of("userName", "owner", "password", PASSWORD);
        assertThat(api.post("/session", owner, "X-Forwarded-For", "203.0.113.9").status())
                .isEqualTo(200);
        assertThat(api.get("/users").status()).isEqualTo(200);
        assertThat(remoteAddresses(api)).containsExactly(CLIENT);
    }

    private static ApiClient client() {
        return ApiClient.behindProxy(PROXY_PORT, "/deck", CLIENT);
    }

    private static List<String> remoteAddresses(ApiClient api) {
        return api.get("/account/sessions").items().stream()
                .map(item -> item.get("remoteAddress").asString())
                .toList();
    }

    @Test
    @DisplayName(
            "Behind nginx the live stream is not held back, and says bye when the session ends")
    void theLiveStreamIsNotHeldBack() throws Exception {
        ApiClient api = client();
        api.signIn("owner", PASSWORD);
        try (var lines = api.stream("/stream?topics=resources")) {
            long events =
                    lines.filter(line ->
                                    line.startsWith("event: resources")
                                            || line.startsWith("event:resources"))
                            .limit(3)
                            .count();
            assertThat(events).isEqualTo(3);
        }
    }

    private static boolean isListening() {
        try (Socket socket = new Socket("127.0.0.1", PROXY_PORT)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private Process startNginx() throws IOException {
        Path folder = Path.of(DATA, "nginx");
        Files.createDirectories(folder);
        Shell.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=deck.example.org",
                "-days",
                "2",
                "-keyout",
                folder + "/key.pem",
                "-out",
                folder + "/cert.pem");
        Files.copy(Path.of(DATA, "server/tls/certificate.pem"), folder.resolve("procdeck.pem"));
        Files.writeString(
                folder.resolve("nginx.conf"),
                """
                daemon off;
                pid %1$s/pid;
                error_log %1$s/error.log;
                events {}
                http {
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    server {
                        listen 127.0.0.1:%2$d ssl;
                        ssl_certificate %1$s/cert.pem;
                        ssl_certificate_key %1$s/key.pem;
                        location /deck/ {
                            proxy_pass https://127.0.0.1:%3$d/;
                            proxy_http_version 1.1;
                            proxy_set_header Host $host;
                            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                            proxy_set_header X-Forwarded-Host $http_host;
                            proxy_buffering off;
                            proxy_read_timeout 1h;
                            proxy_ssl_verify on;
                            proxy_ssl_trusted_certificate %1$s/procdeck.pem;
                            proxy_ssl_name localhost;
                        }
                    }
                }
                """
                        .formatted(folder, PROXY_PORT, PORT));
        Process started =
                new ProcessBuilder("nginx", "-c", folder + "/nginx.conf")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("out.log").toFile())
                        .start();
        Eventually.await(
                Duration.ofSeconds(20), () -> "nginx answers", ReverseProxyTest::isListening);
        return started;
    }
}

package dev.procdeck.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.Browser.Answer;
import dev.procdeck.server.testing.ServerTest;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests of another form than pages send decide nothing: paths, methods, sizes, upgrades (B7,
/// R4, Z7).
class RequestFormTest extends ServerTest {
    @ParameterizedTest
    @DisplayName("Z7: path tricks never open anything")
    @ValueSource(
            strings = {
                "/api/v1//users", "/api/v1/users/", "/api/v1/users;x=y", "/api/v1/%75sers",
                        "/API/v1/users",
                "/api/v1/./users", "/api/v1/x/../users", "/api/v1/%2e%2e/v1/users",
                        "/api/v1/users%2f", "/api/v1/users%00",
                "/api/v1/users%0a", "/api\\v1/users", "/;/api/v1/users", "//api/v1/users",
                        "/processes/../api/v1/users",
                "/assets/../api/v1/users", "/assets/..%2fapi/v1/users",
                        "/assets/%2e%2e/application.properties"
            })
    void pathTricksNeverOpenAnything(String path) {
        String escaped = path.replace("\\", "%5c");
        assertThat(browser().get(escaped).status()).isBetween(400, 404);
        assertThat(signedIn(Role.VIEWER).get(escaped).status()).isBetween(400, 404);
    }

    @Test
    @DisplayName("Z7: HEAD is held like GET, the method cannot be overridden")
    void headIsHeldLikeGetAndTheMethodCannotBeOverridden() {
        Browser viewer = signedIn(Role.VIEWER);
        assertThat(browser().send("HEAD", "/api/v1/users", null).status()).isEqualTo(401);
        assertThat(viewer.send("HEAD", "/api/v1/users", null).status()).isEqualTo(403);
        Browser admin = signedIn(Role.ADMIN);
        assertThat(
                        admin.get(
                                        "/api/v1/session?_method=DELETE",
                                        "X-HTTP-Method-Override",
                                        "DELETE")
                                .status())
                .isEqualTo(200);
        assertThat(admin.get("/api/v1/users").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("R4: a body over 64 KiB is 413")
    void aLongBodyIsCutOffDeclaredOrNot() {
        Browser admin = signedIn(Role.ADMIN);
        String body = " ".repeat(65_537);
        assertThat(admin.post("/api/v1/users", body).status()).isEqualTo(413);
        assertThat(admin.postChunked("/api/v1/users", body.getBytes(US_ASCII)).status())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @DisplayName("B7: no WebSocket handshake is answered")
    @ValueSource(strings = {"/api/v1/users", "/api/v1/stream?topics=resources,nonsense", "/"})
    void webSocketsAndUpgradesAreNotAnswered(String path) {
        Answer answer =
                signedIn(Role.ADMIN)
                        .get(
                                path,
                                "Connection",
                                "Upgrade",
                                "Upgrade",
                                "websocket",
                                "Sec-WebSocket-Key",
                                "dGhlIHNhbXBsZSBub25jZQ==",
                                "Sec-WebSocket-Version",
                                "13");
        assertThat(answer.status()).isIn(200, 400);
        assertThat(answer.header("Upgrade")).isEmpty();
        assertThat(answer.header("Sec-WebSocket-Accept")).isEmpty();
    }

    @Test
    @DisplayName("B7: HTTP/2 is not offered")
    void onlyHttp1IsSpoken() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {Browser.trustsAll()}, null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            assertThat(socket.getApplicationProtocol()).isIn("", "http/1.1");
            socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII))
                    .startsWith("HTTP/1.1 4");
        }
    }
}

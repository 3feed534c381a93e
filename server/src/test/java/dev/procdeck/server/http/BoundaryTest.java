package dev.procdeck.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.Browser.Answer;
import dev.procdeck.server.testing.ServerTest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The outer edge: Host, fetch metadata, CSRF, headers, sizes, paths (B1 to B6, R4, Z6, Z7).
class BoundaryTest extends ServerTest {
    private static final String SIGN_IN = "{\"userName\":\"x\",\"password\":\"y\"}";

    @ParameterizedTest
    @DisplayName("B1: a Host that is not allowed gets 421 on every kind of path")
    @ValueSource(
            strings = {
                "/",
                "/api/v1/session",
                "/api/v1/health",
                "/api/v1/stream",
                "/metrics",
                "/assets/x.js",
                "/processes",
                "/nope"
            })
    void aHostNobodyAllowedIsRefusedEverywhere(String path) {
        assertThat(browser().get(path, "Host", "rebound.example.org").status()).isEqualTo(421);
        assertThat(browser().get(path, "Host", "127.0.0.1.example.org:8443").status())
                .isEqualTo(421);
        assertThat(browser().get(path, "Host", "[2001:db8::1]").status()).isEqualTo(421);
    }

    @ParameterizedTest
    @DisplayName("B1: loopback, the machine and named hosts are served")
    @ValueSource(
            strings = {
                "localhost",
                "localhost:9443",
                "127.0.0.1",
                "[::1]:8443",
                "DECK.example.test"
            })
    void loopbackTheMachineAndNamedHostsAreServed(String host) {
        assertThat(browser().get("/api/v1/health", "Host", host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @DisplayName("B3: Sec-Fetch-Site of another site is 403 on the API, GET and stream too")
    @ValueSource(strings = {"cross-site", "same-site", "", "Same-Origin", "nonsense"})
    void otherSitesCannotReachTheApi(String site) {
        Browser admin = signedIn(Role.ADMIN);
        for (String path : List.of("/api/v1/users", "/api/v1/stream")) {
            assertThat(admin.get(path, "Sec-Fetch-Site", site).status()).as(path).isEqualTo(403);
        }
        assertThat(
                        admin.post(
                                        "/api/v1/operations/seen",
                                        "{\"upToId\":1}",
                                        "Sec-Fetch-Site",
                                        site)
                                .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @DisplayName("B3: a wrong Origin is 403")
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://localhost",
                "null",
                "https://localhost:1",
                "%%%"
            })
    void aWrongOriginIsRefused(String origin) {
        Browser admin = signedIn(Role.ADMIN);
        assertThat(admin.get("/api/v1/users", "Host", "localhost", "Origin", origin).status())
                .isEqualTo(403);
    }

    @Test
    @DisplayName("B2: no CORS header is ever sent")
    void ourOwnOriginPassesAndNoCorsHeaderIsEverSent() {
        Browser admin = signedIn(Role.ADMIN);
        Answer own =
                admin.get(
                        "/api/v1/users",
                        "Origin",
                        "https://127.0.0.1:" + port,
                        "Sec-Fetch-Site",
                        "same-origin");
        assertThat(own.status()).isEqualTo(200);
        assertNoCors(own);
        for (String origin : List.of("https://127.0.0.1:" + port, "https://evil.example", "null")) {
            Answer preflight =
                    admin.raw(
                            "OPTIONS",
                            "/api/v1/users",
                            null,
                            "Origin",
                            origin,
                            "Access-Control-Request-Method",
                            "POST");
            assertNoCors(preflight);
            assertNoCors(admin.get("/api/v1/users", "Origin", origin));
        }
    }

    private static void assertNoCors(Answer answer) {
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
    }

    @Test
    @DisplayName("B3: a change without the CSRF token is 403")
    void aChangeWithoutTheCsrfTokenIsRefused() {
        Browser admin = signedIn(Role.ADMIN);
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            Answer bare =
                    admin.raw(method, "/api/v1/users", "{}", "Content-Type", "application/json");
            assertThat(bare.status()).isEqualTo(403);
            assertThat(bare.code()).isEqualTo("csrf_token_invalid");
            Answer wrong =
                    admin.raw(
                            method,
                            "/api/v1/users",
                            "{}",
                            "Content-Type",
                            "application/json",
                            "X-XSRF-TOKEN",
                            "00000000-0000-0000-0000-000000000000");
            assertThat(wrong.status()).isEqualTo(403);
        }
        assertThat(
                        browser()
                                .raw(
                                        "POST",
                                        "/api/v1/session",
                                        SIGN_IN,
                                        "Content-Type",
                                        "application/json")
                                .status())
                .isEqualTo(403);
    }

    @Test
    @DisplayName("B3: the CSRF token changes at sign-in")
    void theCsrfTokenChangesAtSignIn() {
        String name = account(Role.VIEWER).userName();
        Browser browser = browser();
        browser.get("/api/v1/session");
        String before = browser.cookie("__Host-XSRF-TOKEN");
        browser.post(
                "/api/v1/session",
                "{\"userName\":\"%s\",\"password\":\"%s\"}".formatted(name, PASSWORD));
        assertThat(browser.cookie("__Host-XSRF-TOKEN")).isNotNull().isNotEqualTo(before);
    }

    @ParameterizedTest
    @DisplayName("B3: other content types than JSON are 415")
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/xml"
            })
    void onlyJsonIsTaken(String type) {
        Answer answer = signedIn(Role.ADMIN).post("/api/v1/users", "{}", "Content-Type", type);
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    @DisplayName("B5, B6: the headers are these, written out once more")
    void theHeadersAreThese() {
        assertThat(SecurityHeaders.ALL)
                .containsExactlyInAnyOrder(
                        Map.entry(
                                "Content-Security-Policy",
                                "default-src 'none'; script-src 'self'; style-src 'self'; "
                                        + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
                                        + "form-action 'self'; frame-ancestors 'none'; "
                                        + "require-trusted-types-for 'script'"),
                        Map.entry("X-Content-Type-Options", "nosniff"),
                        Map.entry("Referrer-Policy", "no-referrer"),
                        Map.entry("Cross-Origin-Opener-Policy", "same-origin"),
                        Map.entry("Cross-Origin-Resource-Policy", "same-origin"),
                        Map.entry("X-Frame-Options", "DENY"),
                        Map.entry(
                                "Permissions-Policy",
                                "accelerometer=(), camera=(), geolocation=(), gyroscope=(), "
                                        + "magnetometer=(), microphone=(), payment=(), usb=()"));
    }

    @Test
    @DisplayName("B5, B6: answers of every status carry the headers")
    void everyAnswerCarriesTheHeaders() {
        Browser admin = signedIn(Role.ADMIN);
        Browser anonymous = browser();
        anonymous.get("/api/v1/session");
        Map<String, Answer> answers =
                Map.ofEntries(
                        Map.entry("200", admin.get("/api/v1/users")),
                        Map.entry("204", signedIn(Role.VIEWER).delete("/api/v1/session")),
                        Map.entry("400", admin.get("/api/v1/operations?limit=x")),
                        Map.entry("400 firewall", admin.get("/api//v1/users")),
                        Map.entry("400 container", admin.get("/api/v1/%00")),
                        Map.entry("401", anonymous.get("/api/v1/users")),
                        Map.entry("403", anonymous.raw("POST", "/api/v1/session", "{}")),
                        Map.entry("404", admin.get("/api/v1/nope")),
                        Map.entry("404 page", anonymous.get("/nope")),
                        Map.entry("405", admin.send("PUT", "/api/v1/users", "{}")),
                        Map.entry("413", admin.post("/api/v1/users", "x".repeat(70_000))),
                        Map.entry(
                                "415",
                                admin.post("/api/v1/users", "{}", "Content-Type", "text/plain")),
                        Map.entry("421", anonymous.get("/", "Host", "evil.example")),
                        Map.entry("trace", admin.send("TRACE", "/api/v1/users", null)),
                        Map.entry("page", anonymous.get("/")));
        answers.forEach((what, answer) -> {
            assertThat(answer.status()).as(what).isLessThan(500);
            SecurityHeaders.ALL.forEach(header ->
                    assertThat(answer.header(header.getKey()))
                            .as(what + " " + header.getKey())
                            .isEqualTo(header.getValue()));
            assertThat(answer.header("Server")).as(what).isEmpty();
            assertThat(answer.header("X-Powered-By")).as(what).isEmpty();
            assertThat(answer.header("X-Request-Id")).as(what).hasSize(16);
            assertThat(answer.header("Cache-Control"))
                    .as(what)
                    .containsAnyOf("no-store", "no-cache");
            assertThat(answer.header("Strict-Transport-Security")).as(what).isEmpty();
            if (answer.status() >= 400 && !what.equals("trace")) {
                assertThat(answer.header("Content-Type"))
                        .as(what)
                        .startsWith("application/problem+json");
                assertThat(answer.json().path("status").asInt())
                        .as(what)
                        .isEqualTo(answer.status());
            }
        });
    }

    @Test
    @DisplayName("An address at which there is nothing shows people the page, programs a problem")
    void whoeverOpensAnUnknownAddressIsShownThePage() {
        String[] person = {"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"};
        String[] fromElsewhere = {person[0], person[1], "Sec-Fetch-Site", "cross-site"};
        for (Browser browser : List.of(browser(), signedIn(Role.VIEWER))) {
            for (String[] headers : List.of(person, fromElsewhere)) {
                Answer answer = browser.get("/nowhere", headers);
                assertThat(answer.status()).isEqualTo(404);
                assertThat(answer.header("Content-Type")).startsWith("text/html");
                assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
                SecurityHeaders.ALL.forEach(header ->
                        assertThat(answer.header(header.getKey())).isEqualTo(header.getValue()));
                assertThat(answer.body()).contains("src=\"./assets/");
            }
            assertThat(browser.get("/nowhere/at/all", person).body())
                    .contains("src=\"./../../assets/");
            Answer below = browser.get("/services/x", person);
            assertThat(below.status()).isEqualTo(404);
            assertThat(below.body()).contains("src=\"./../assets/");
            for (Answer answer :
                    List.of(
                            browser.get("/nowhere"),
                            browser.get("/nowhere", "Accept", "*/*"),
                            browser.get("/api/v1/nowhere", person),
                            browser.get("/api", person),
                            browser.get("/metrics", person),
                            browser.get("/metrics/x", person),
                            browser.get("/assets/nothing.js", person),
                            browser.send("POST", "/nowhere", null, person))) {
                assertThat(answer.status()).isBetween(400, 404);
                assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            }
        }
    }

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
    @DisplayName("Z6: forwarded headers are not believed without a configured proxy")
    void forwardedHeadersAreNotBelieved() {
        Browser admin = signedIn(Role.ADMIN);
        Answer wrong =
                admin.post(
                        "/api/v1/session/step-up",
                        "{\"password\":\"wrong-here\"}",
                        "X-Forwarded-For",
                        "203.0.113.99",
                        "Forwarded",
                        "for=203.0.113.99");
        assertThat(wrong.code())
                .as("it came so far as to be recorded")
                .isEqualTo("bad_credentials");
        assertThat(admin.get("/api/v1/operations?limit=5").body())
                .contains("127.0.0.1")
                .doesNotContain("203.0.113.99");
        assertThat(admin.get("/api/v1/session", "X-Forwarded-Host", "evil.example").status())
                .isEqualTo(200);
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

    @Test
    void problemsSpeakTheLanguageOfTheRequest() {
        Answer chinese =
                browser().get("/api/v1/users", "Accept-Language", "fr, zh-TW;q=0.9, en;q=0.5");
        Answer english = browser().get("/api/v1/users", "Accept-Language", "*");
        assertThat(chinese.json().path("title").asString()).isEqualTo("请登录");
        assertThat(english.json().path("title").asString()).isEqualTo("Please sign in");
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

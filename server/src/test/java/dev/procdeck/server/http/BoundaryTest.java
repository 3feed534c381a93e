package dev.procdeck.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.Browser.Answer;
import dev.procdeck.server.testing.ServerTest;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may reach the API from where: Host, fetch metadata, Origin, CSRF, content type, forwarded
/// headers (B1 to B3, Z6).
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
}

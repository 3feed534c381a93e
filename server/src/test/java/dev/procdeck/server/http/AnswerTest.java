package dev.procdeck.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.Browser.Answer;
import dev.procdeck.server.testing.ServerTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What every answer carries, whatever was asked: its headers, and a page or a problem in the
/// language of who asks (B5, B6).
class AnswerTest extends ServerTest {
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

    @Test
    void problemsSpeakTheLanguageOfTheRequest() {
        Answer chinese =
                browser().get("/api/v1/users", "Accept-Language", "fr, zh-TW;q=0.9, en;q=0.5");
        Answer english = browser().get("/api/v1/users", "Accept-Language", "*");
        assertThat(chinese.json().path("title").asString()).isEqualTo("请登录");
        assertThat(english.json().path("title").asString()).isEqualTo("Please sign in");
    }
}

package dev.procdeck.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.Browser.Answer;
import dev.procdeck.server.testing.ServerTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Whatever is sent, the answer is a 4xx problem that says so, never a 5xx (Z4, I4).
class BadInputTest extends ServerTest {
    private static final List<String> NASTY =
            List.of(
                    "-rf",
                    "../../etc/passwd",
                    "\u0000",
                    "x".repeat(5_000),
                    "\uD83D\uDE00",
                    "<script>alert(1)</script>",
                    "' or 1=1 --",
                    "%",
                    "_",
                    "\\",
                    "\u202e",
                    "a\nb",
                    "1e3",
                    "NaN",
                    "-1",
                    "+1",
                    "01",
                    " 1",
                    "٣",
                    "99999999999999999999",
                    "${jndi:ldap://x}",
                    "#{7*7}",
                    "id; drop table app_user",
                    "\ud800",
                    "\uffff");

    @ParameterizedTest
    @DisplayName("Z4: unknown fields and wrong types are 400")
    @ValueSource(
            strings = {
                "{",
                "",
                "[]",
                "null",
                "1",
                "\"x\"",
                "{\"userName\":1,\"password\":\"x\"}",
                "{\"userName\":\"a\",\"password\":[]}",
                "{\"userName\":\"a\",\"password\":\"b\",\"role\":\"admin\"}",
                "{\"userName\":\"a\",\"password\":\"b\"} trailing",
                "{\"userName\":\"a\",\"userName\":\"b\",\"password\":\"c\"}",
                "{'userName':'a'}",
                "{\"userName\":\"a\"}",
                "{\"password\":\"a\"}",
                "{\"userName\":\"\",\"password\":\"\"}",
                "{\"userName\":null,\"password\":null}",
                "\u0000",
                "{\"userName\":NaN}"
            })
    void aBodyThatIsNotWhatTheRouteTakesIs400(String body) {
        Browser browser = browser();
        browser.get("/api/v1/session");
        Answer answer = browser.post("/api/v1/session", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("requestId").asString()).hasSize(16);
        assertThat(answer.body()).doesNotContain("Exception", "tools.jackson", "dev.procdeck");
    }

    @Test
    @DisplayName("R4: deeply nested JSON is 400")
    void deeplyNestedJsonIs400() {
        Browser browser = browser();
        browser.get("/api/v1/session");
        String deep = "{\"userName\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
        assertThat(browser.post("/api/v1/session", deep).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=-1", "limit=100001", "limit=1e3", "limit=0x10", "limit=+5", "limit=",
                        "limit=99999999999", "offset=-1",
                "offset=x", "sort=nope", "sort=--id", "sort=id;drop", "sort=", "logType=nope",
                        "retStatus=NOPE", "logStatus=maybe",
                "from=yesterday", "to=2026-13-01T00:00:00Z", "from=%2B999999999-12-31T23:59:59Z",
                        "logType=service,"
            })
    void aQueryParameterThatCannotBeReadIs400(String query) {
        Answer answer = signedIn(Role.ADMIN).get("/api/v1/operations?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errors").path(0).path("field").asString())
                .isEqualTo(query.substring(0, query.indexOf('=')));
    }

    @Test
    void nastyValuesAreRefusedOrFindNothingAndNothingBreaks() {
        Browser admin = signedIn(Role.ADMIN);
        for (String nasty : NASTY) {
            String encoded = URLEncoder.encode(nasty, StandardCharsets.UTF_8).replace("+", "%20");
            for (String parameter :
                    List.of(
                            "q",
                            "userName",
                            "logType",
                            "sort",
                            "limit",
                            "offset",
                            "from",
                            "retStatus")) {
                assertClean(admin.get("/api/v1/operations?" + parameter + "=" + encoded), nasty);
            }
            assertClean(admin.get("/api/v1/operations/" + encoded), nasty);
            if (encoded.length() < 4_000) {
                assertClean(admin.patch("/api/v1/users/" + encoded, "{\"disabled\":true}"), nasty);
                assertClean(admin.delete("/api/v1/account/sessions/" + encoded), nasty);
            }
            String text = JsonMapper.builder().build().writeValueAsString(nasty);
            assertClean(
                    admin.post(
                            "/api/v1/users",
                            "{\"userName\":%s,\"role\":%s,\"password\":%s}"
                                    .formatted(text, text, text)),
                    nasty);
            Answer added =
                    admin.post(
                            "/api/v1/users",
                            "{\"userName\":%s,\"role\":\"viewer\",\"password\":\"%s\"}"
                                    .formatted(text, PASSWORD));
            assertThat(added.status()).as(nasty).isLessThan(500);
        }
    }

    @Test
    void randomRequestsNeverMakeA5xx() {
        long seed = Long.getLong("procdeck.seed", 20_261_122L);
        Random random = new Random(seed);
        Browser admin = signedIn(Role.ADMIN);
        String[] methods = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"};
        String[] paths = {
            "session",
            "users",
            "operations",
            "operations/unseen",
            "operations/seen",
            "account/password",
            "setup",
            "health"
        };
        for (int i = 0; i < 600; i++) {
            String method = methods[random.nextInt(methods.length)];
            String path = paths[random.nextInt(paths.length)];
            if (method.equals("DELETE") && path.equals("session")) {
                continue;
            }
            String query = URLEncoder.encode(noise(random), StandardCharsets.ISO_8859_1);
            Answer answer =
                    admin.send(
                            method,
                            "/api/v1/" + path + "?" + query + "=" + query,
                            method.equals("GET") || method.equals("HEAD") ? null : noise(random));
            assertThat(answer.status())
                    .as("seed %d, request %d: %s %s", seed, i, method, path)
                    .isLessThan(500);
        }
    }

    private static String noise(Random random) {
        StringBuilder text = new StringBuilder();
        String alphabet = "{}[]\":,\\truefalsnl0123456789eE+-. \u0000\u00e9\u4e2d/;%";
        for (int i = random.nextInt(60); i >= 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static void assertClean(Answer answer, String what) {
        assertThat(answer.status()).as(what).isLessThan(500);
        assertThat(answer.body()).as(what).doesNotContain("<script>", "Exception");
        if (answer.status() >= 400) {
            assertThat(answer.header("Content-Type"))
                    .as(what)
                    .startsWith("application/problem+json");
        }
    }
}

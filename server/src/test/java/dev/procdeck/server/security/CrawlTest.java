package dev.procdeck.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.http.SecurityHeaders;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.Browser.Answer;
import dev.procdeck.server.testing.ServerTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/// Every route with every method, and what must hold for all answers (B2, B4 to B6).
class CrawlTest extends ServerTest {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    @Autowired private JdbcTemplate jdbc;

    @Test
    @DisplayName(
            "B5, B6, B2: every answer to every route and method carries the headers, and none of CORS")
    void everyAnswerCarriesTheHeaders() {
        List<String> wrong = new ArrayList<>();
        for (RouteMatrixTest.Line line : RouteMatrixTest.table()) {
            // Signed out after DELETE /session; a fresh one for each route.
            for (Browser browser :
                    List.of(browser(), signedIn(Role.VIEWER), signedIn(Role.ADMIN))) {
                for (String method : METHODS) {
                    boolean body = List.of("POST", "PUT", "PATCH").contains(method);
                    String path =
                            line.path().equals("/api/v1/stream")
                                    ? "/api/v1/stream?topics=none"
                                    : line.sample();
                    check(
                            method,
                            path,
                            browser.send(method, path, body ? "{\"no\":1}" : null, "Accept", "*/*"),
                            wrong);
                }
            }
        }
        for (String path :
                List.of(
                        "/",
                        "/account",
                        "/index.html",
                        "/assets/nothing.js",
                        "/robots.txt",
                        "/nope",
                        "/error",
                        "/actuator",
                        "/actuator/env",
                        "/v3/api-docs")) {
            for (Browser browser : List.of(browser(), signedIn(Role.VIEWER))) {
                for (String method : METHODS) {
                    check(method, path, browser.send(method, path, null), wrong);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    @DisplayName(
            "B3: no route answers another site; no change passes without the token or as anything but JSON")
    void everyRouteIsHeldToOurSiteTheTokenAndJson() {
        Browser admin = signedIn(Role.ADMIN);
        List<String> wrong = new ArrayList<>();
        for (RouteMatrixTest.Line line : RouteMatrixTest.table()) {
            expect(wrong, line, "cross_site", admin, "Sec-Fetch-Site", "cross-site");
            expect(wrong, line, "cross_site", admin, "Origin", "https://evil.example");
            if (!line.method().equals("GET")) {
                expect(wrong, line, "csrf_token_invalid", admin, "X-XSRF-TOKEN", "guessed");
            }
            if (line.body() != null) {
                for (String type :
                        List.of("text/plain", "application/x-www-form-urlencoded", "text/json")) {
                    expect(wrong, line, "unsupported_media_type", admin, "Content-Type", type);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void expect(
            List<String> wrong,
            RouteMatrixTest.Line line,
            String code,
            Browser browser,
            String... headers) {
        Answer answer = browser.send(line.method(), line.sample(), line.body(), headers);
        if (!answer.code().equals(code)) {
            wrong.add(line.route() + " " + String.join(" ", headers) + " " + answer.body());
        }
    }

    @Test
    @DisplayName(
            "B4: GET, HEAD and OPTIONS of every route leave the database and the files as they were")
    void looksChangeNothing() throws Exception {
        Browser admin = signedIn(Role.ADMIN);
        admin.get("/api/v1/session");
        Map<String, String> before = state();
        for (RouteMatrixTest.Line line : RouteMatrixTest.table()) {
            for (String method : List.of("GET", "HEAD", "OPTIONS")) {
                String path =
                        line.path().equals("/api/v1/stream")
                                ? "/api/v1/stream?topics=none"
                                : line.sample();
                admin.send(method, path, null);
            }
        }
        assertThat(state()).isEqualTo(before);
    }

    /// All rows of all tables but the time of a session's last use, and the names of our files.
    private Map<String, String> state() throws Exception {
        Map<String, String> state = new TreeMap<>();
        List<String> tables =
                jdbc.queryForList(
                        "select name from sqlite_master where type = 'table' order by name",
                        String.class);
        assertThat(tables).contains("app_user", "audit_entry", "operation_log", "passkey");
        for (String table : tables) {
            List<Map<String, Object>> rows = jdbc.queryForList("select * from \"" + table + "\"");
            rows.forEach(row -> row.remove("last_seen_at"));
            state.put(table, rows.toString());
        }
        try (var files = Files.walk(dataDir())) {
            state.put(
                    "files",
                    Arrays.toString(
                            files.map(Path::toString)
                                    .filter(name -> !name.matches(".*-(wal|shm)"))
                                    .sorted()
                                    .toArray()));
        }
        return state;
    }

    private static void check(String method, String path, Answer answer, List<String> wrong) {
        String what = method + " " + path + " " + answer.status();
        if (answer.status() >= 500 && answer.status() != 503) {
            wrong.add(what + " " + answer.body());
        }
        SecurityHeaders.ALL.forEach(header -> {
            if (!header.getValue().equals(answer.header(header.getKey()))) {
                wrong.add(what + " lacks " + header.getKey());
            }
        });
        if (!answer.header("Cache-Control").matches(".*(no-store|no-cache).*")) {
            wrong.add(what + " may be cached");
        }
        if (!answer.header("Server").isEmpty() || !answer.header("X-Powered-By").isEmpty()) {
            wrong.add(what + " says what it is");
        }
        if (answer.headers().map().keySet().stream()
                .anyMatch(name ->
                        name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"))) {
            wrong.add(what + " speaks CORS");
        }
        if (path.startsWith("/actuator") || path.startsWith("/v3") || path.equals("/error")) {
            if (answer.status() < 400) {
                wrong.add(what + " is there (Z6)");
            }
        }
    }
}

package dev.procdeck.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.factors.App;
import dev.procdeck.server.factors.Factors;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.ServerTest;
import dev.procdeck.server.users.AppUser;
import dev.procdeck.server.users.Author;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Every route × every kind of caller, against the table in `routes.txt` (Z1, Z2). A route that is
/// not in the table fails.
class RouteMatrixTest extends ServerTest {
    private static final int CALLERS = 7;

    @Autowired private Factors factors;
    @Autowired private RequiredFactor required;
    @Autowired private RequestMappingHandlerMapping requestMappingHandlerMapping;

    /// One line of the table.
    ///
    /// @param due whether also those pass who must add a second factor first
    record Line(String method, String path, List<String> expected, boolean due, String body) {
        static Line parse(String text) {
            int brace = text.indexOf(" {\"") < 0 ? text.indexOf(" {}") : text.indexOf(" {\"");
            String table = brace < 0 ? text : text.substring(0, brace);
            List<String> words = List.of(table.strip().split("\\s+"));
            List<String> expected = new ArrayList<>(words.subList(2, words.size()));
            boolean due = expected.remove("due");
            if (expected.size() == CALLERS - 1) {
                expected.add("401f");
            }
            return new Line(
                    words.get(0),
                    words.get(1),
                    expected,
                    due || expected.getFirst().equals("in"),
                    brace < 0 ? null : text.substring(brace).strip());
        }

        String route() {
            return method + " " + path;
        }

        /// The path with values that name nothing.
        String sample() {
            return path.replace("{pid}", "4194304")
                    .replace("{id}", "999999999")
                    .replace("{operationId}", "999999999")
                    .replaceAll("\\{[a-zA-Z]+}", "nothing-of-this-name");
        }
    }

    @Test
    @DisplayName("Z1: a route that is not in the table fails")
    void everyRouteIsInTheTable() {
        Set<String> routes = new TreeSet<>();
        for (RequestMappingInfo info : apiRoutes().keySet()) {
            for (String path : info.getPatternValues()) {
                Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
                if (methods.isEmpty()) { // it answers to every one
                    routes.add("any " + path);
                }
                methods.forEach(method -> routes.add(method + " " + path));
            }
        }
        Set<String> table =
                table().stream().map(Line::route).collect(Collectors.toCollection(TreeSet::new));
        assertThat(routes).isEqualTo(table);
    }

    @Test
    @DisplayName("Z2: every API method has a gate and is public")
    void everyApiMethodHasAGateAndIsPublic() {
        apiRoutes()
                .values()
                .forEach(method -> {
                    assertThat(method.getMethodAnnotation(Gate.class))
                            .as(method.toString())
                            .isNotNull();
                    assertThat(Modifier.isPublic(method.getMethod().getModifiers()))
                            .as(method.toString())
                            .isTrue();
                });
    }

    @Test
    @DisplayName("Z1: each route answers each kind of caller as the table says")
    void everyCallerGetsWhatTheTableSays() {
        List<String> wrong = new ArrayList<>();
        for (Line line : table()) {
            List<String> seen = new ArrayList<>();
            seen.add(ask(freshCsrf(browser()), line));
            for (Role role : Role.values()) {
                seen.add(ask(signedIn(role), line));
            }
            seen.add(ask(disabled(), line));
            seen.add(ask(longAgo(), line));
            seen.add(ask(factorMissing(), line));
            if (!matches(line.expected(), seen)) {
                wrong.add(line.route() + " " + line.expected() + " but was " + seen);
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    @DisplayName("Z1: who must add a second factor reaches nothing but that and the way out")
    void whoMustAddAFactorReachesNothingElse() {
        AppUser user = account(Role.ADMIN);
        List<String> wrong = new ArrayList<>();
        required.set(Role.ADMIN);
        try {
            for (Line line : table()) {
                List<String> seen = List.of(ask(signedIn(user), line));
                // What no session opens (the metrics have tokens) answers this one as any other.
                boolean sessionless = line.expected().stream().allMatch("401"::equals);
                String expected = line.due() ? "in" : sessionless ? "401" : "403d";
                if (!matches(List.of(expected), seen)) {
                    wrong.add(line.route() + " " + expected + " but was " + seen);
                }
            }
        } finally {
            required.set(null);
        }
        assertThat(wrong).isEmpty();
    }

    /// `in` in the table is any answer that is neither 401 nor 403: the caller got past the door.
    private static boolean matches(List<String> expected, List<String> seen) {
        for (int i = 0; i < expected.size(); i++) {
            boolean bad = seen.get(i).matches("401[sf]?|403d?|50[0-24-9]");
            if (expected.get(i).equals("in") ? bad : !expected.get(i).equals(seen.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static String ask(Browser browser, Line line) {
        Browser.Answer answer =
                line.path().equals("/api/v1/stream")
                        ? browser.get("/api/v1/stream?topics=nonsense")
                        : browser.send(line.method(), line.sample(), line.body());
        String code = answer.status() >= 400 ? answer.code() : "";
        return switch (code) {
            case "step_up_required" -> "401s";
            case "second_factor_required" -> "401f";
            case "second_factor_due" -> "403d";
            default -> Integer.toString(answer.status());
        };
    }

    private Browser disabled() {
        AppUser user = account(Role.ADMIN);
        Browser browser = signedIn(user);
        accounts.setDisabled(Author.ofConsole(), user.userName(), true);
        return browser;
    }

    /// An administrator whose password was proved too long ago for sensitive acts.
    private Browser longAgo() {
        Browser browser = signedIn(Role.ADMIN);
        clock.forward(Duration.ofMinutes(16));
        return browser;
    }

    /// An administrator who has a second factor and has proved the password only.
    private Browser factorMissing() {
        AppUser user = account(Role.ADMIN);
        App.addTo(factors, user.userName());
        return signedIn(user);
    }

    private static Browser freshCsrf(Browser browser) {
        browser.get("/api/v1/session");
        return browser;
    }

    private Map<RequestMappingInfo, HandlerMethod> apiRoutes() {
        Map<RequestMappingInfo, HandlerMethod> routes =
                new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        requestMappingHandlerMapping
                .getHandlerMethods()
                .forEach((info, method) -> {
                    if (info.getPatternValues().stream()
                            .anyMatch(
                                    path -> path.startsWith("/api/") || path.equals("/metrics"))) {
                        routes.put(info, method);
                    }
                });
        return routes;
    }

    static List<Line> table() {
        try (var in = RouteMatrixTest.class.getResourceAsStream("routes.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Line::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

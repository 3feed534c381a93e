package dev.procdeck.server.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.factors.App;
import dev.procdeck.server.factors.Factors;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.Browser.Answer;
import dev.procdeck.server.testing.ServerTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/// Invitations and resets by one-time code (A10).
class TicketsTest extends ServerTest {
    private static final String FRESH = "chosen by its owner";

    @Autowired private Factors factors;
    @Autowired private AccountTicketRepository tickets;
    @Autowired private RequestMappingHandlerMapping requestMappingHandlerMapping;

    @AfterEach
    void forgetFailures() {
        clock.forward(Duration.ofHours(25));
    }

    @Test
    @DisplayName("A10: an invited person chooses the password; nobody else has seen one")
    void anInvitedPersonChoosesThePassword() {
        Browser admin = signedIn(Role.ADMIN);
        Answer added =
                admin.post("/api/v1/users", "{\"userName\":\"li.na\",\"role\":\"operator\"}");
        assertThat(added.status()).isEqualTo(201);
        String code = added.json().path("ticket").path("code").asString();
        assertThat(code).matches("([0-9A-Z]{4}-){6}[0-9A-Z]{4}");
        assertThat(userView(admin, "li.na").path("invited").asBoolean()).isTrue();
        assertThat(users.prove("li.na", "")).isEmpty();

        Browser theirs = fresh();
        Answer in =
                redeem(
                        theirs,
                        " " + code.toLowerCase(java.util.Locale.ROOT).replace("-", " "),
                        FRESH);
        assertThat(in.status()).isEqualTo(200);
        assertThat(in.json().path("role").asString()).isEqualTo("operator");
        assertThat(users.prove("li.na", FRESH)).isPresent();
        assertThat(userView(admin, "li.na").path("invited").asBoolean()).isFalse();
        assertThat(redeem(fresh(), code, "another pass phrase").code()).isEqualTo("ticket_wrong");
        String log = admin.get("/api/v1/operations?logType=account&q=li.na").body();
        assertThat(log).contains("user_invited", "password_chosen").doesNotContain(code, FRESH);
    }

    @Test
    @DisplayName(
            "A10: a reset's code works once, for a day, ends the sessions, and keeps the second factor")
    void aResetEndsTheSessionsAndKeepsTheSecondFactor() {
        AppUser user = account(Role.VIEWER);
        App app = App.addTo(factors, user.userName());
        Browser open = signedIn(user);
        Browser admin = signedIn(Role.ADMIN);
        String first = reset(admin, user, "{}");
        String code = reset(admin, user, "{}");

        assertThat(users.prove(user.userName(), PASSWORD)).isPresent();
        assertThat(redeem(fresh(), first, FRESH).code()).isEqualTo("ticket_wrong");
        assertThat(redeem(fresh(), code, "short").status()).isEqualTo(400);
        Browser theirs = fresh();
        Answer half = redeem(theirs, code, FRESH);
        assertThat(half.json().path("signedIn").asBoolean()).isFalse();
        assertThat(theirs.get("/api/v1/operations").code()).isEqualTo("second_factor_required");
        assertThat(open.get("/api/v1/session").json().has("secondFactor")).isFalse();
        theirs.post("/api/v1/session/second-factor", "{\"code\":\"%s\"}".formatted(app.code()));
        assertThat(theirs.get("/api/v1/operations").status()).isEqualTo(200);

        String late = reset(signedIn(Role.ADMIN), user, "{}");
        clock.forward(Duration.ofHours(25));
        assertThat(redeem(fresh(), late, FRESH).code()).isEqualTo("ticket_expired");
    }

    @Test
    @DisplayName("A10: when everything is lost, a reset removes the second factors too")
    void aResetCanRemoveTheSecondFactors() {
        AppUser user = account(Role.ADMIN);
        App.addTo(factors, user.userName());
        String code = reset(signedIn(Role.ADMIN), user, "{\"removeFactors\":true}");
        assertThat(redeem(fresh(), code, FRESH).json().path("signedIn").asBoolean()).isTrue();
    }

    @Test
    @DisplayName("A10: a disabled account's code opens nothing, and nobody resets oneself")
    void aDisabledAccountsCodeOpensNothing() {
        AppUser user = account(Role.VIEWER);
        AppUser admin = account(Role.ADMIN);
        String code = reset(signedIn(admin), user, "{}");
        accounts.setDisabled(Author.ofConsole(), user.userName(), true);
        assertThat(redeem(fresh(), code, FRESH).code()).isEqualTo("ticket_wrong");
        assertThat(
                        signedIn(admin)
                                .post("/api/v1/users/%s/reset".formatted(admin.userName()), "{}")
                                .code())
                .isEqualTo("own_account");
    }

    @Test
    @DisplayName("A10: codes are kept as hashes only, and guessing them is slowed down")
    void codesAreHashedAndGuessesSlowed() {
        AppUser user = account(Role.VIEWER);
        String code = reset(signedIn(Role.ADMIN), user, "{}");
        assertThat(tickets.findAll().toString())
                .contains(user.userName())
                .doesNotContain(code, code.replace("-", ""));
        int status = 0;
        for (int i = 0; i < 25 && status != 429; i++) {
            status = redeem(fresh(), "0000-0000-0000-0000-0000-0000-0000", FRESH).status();
        }
        assertThat(status).isEqualTo(429);
    }

    @Test
    @DisplayName("A10: no route takes a password for somebody else's account")
    void noRouteTakesAPasswordForAnExistingAccount() {
        List<String> routes =
                requestMappingHandlerMapping.getHandlerMethods().keySet().stream()
                        .flatMap(info -> info.getPatternValues().stream())
                        .filter(path -> path.startsWith("/api/v1/users/"))
                        .distinct()
                        .sorted()
                        .toList();
        assertThat(routes)
                .containsExactly(
                        "/api/v1/users/{userName}",
                        "/api/v1/users/{userName}/reset",
                        "/api/v1/users/{userName}/sessions");
        Answer patched =
                signedIn(Role.ADMIN)
                        .patch(
                                "/api/v1/users/" + account(Role.VIEWER).userName(),
                                "{\"disabled\":false,\"password\":\"chosen for them\"}");
        assertThat(patched.status()).isEqualTo(400);
    }

    private static JsonNode userView(Browser admin, String userName) {
        for (JsonNode user : admin.get("/api/v1/users").json().path("items")) {
            if (user.path("userName").asString().equals(userName)) {
                return user;
            }
        }
        throw new AssertionError("no such user in the list");
    }

    private static String reset(Browser admin, AppUser user, String body) {
        Answer answer = admin.post("/api/v1/users/%s/reset".formatted(user.userName()), body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("code").asString();
    }

    private static Answer redeem(Browser browser, String code, String password) {
        return browser.post(
                "/api/v1/session/ticket",
                "{\"code\":\"%s\",\"password\":\"%s\"}".formatted(code, password));
    }

    private Browser fresh() {
        Browser browser = browser();
        browser.get("/api/v1/session");
        return browser;
    }
}

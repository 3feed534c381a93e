package dev.procdeck.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.factors.App;
import dev.procdeck.server.factors.Factors;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.Browser.Answer;
import dev.procdeck.server.testing.ServerTest;
import dev.procdeck.server.users.AppUser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// Authenticator apps and recovery codes: adding them, signing in and stepping up with them (A7,
/// A11 to A14).
class SecondFactorTest extends ServerTest {
    @Autowired private Factors factors;

    /// The next day the failures of these tests are forgotten.
    @AfterEach
    void forgetFailures() {
        clock.forward(Duration.ofHours(25));
    }

    @Test
    @DisplayName(
            "A11: an app is added once a code of it came back; its seed and the recovery codes are shown once")
    void anAppIsAddedOnceACodeOfItCameBack() throws Exception {
        AppUser user = account(Role.OPERATOR);
        Browser browser = signedIn(user);
        JsonNode offer = browser.post("/api/v1/account/totp", null).json();
        String secret = offer.path("secret").asString();
        App app = App.of(secret);

        assertThat(secret).matches("[A-Z2-7]{32}");
        assertThat(offer.path("uri").asString())
                .startsWith(
                        "otpauth://totp/Procdeck%20127.0.0.1:"
                                + user.userName()
                                + "?secret="
                                + secret);
        assertThat(confirm(browser, "000000").code()).isEqualTo("wrong_code");
        assertThat(factors.isEnrolled(user.userName())).isFalse();
        String before = browser.cookie("__Host-session");
        Answer added = confirm(browser, app.code());

        assertThat(added.status()).isEqualTo(200);
        assertThat(added.json().path("recoveryCodes").size()).isEqualTo(10);
        assertThat(browser.cookie("__Host-session")).isNotEqualTo(before);
        assertThat(browser.get("/api/v1/operations").status()).isEqualTo(200);
        assertThat(browser.get("/api/v1/account/factors").body())
                .doesNotContain(secret)
                .contains("\"recoveryCodesLeft\":10");
        assertThat(confirm(browser, app.nextCode()).code()).isEqualTo("no_seed_offered");
        String code = added.json().path("recoveryCodes").path(0).asString();
        String bytes = new String(app.seed(), StandardCharsets.ISO_8859_1);
        assertThat(bytesOfDatabase())
                .contains(user.userName())
                .doesNotContain(
                        secret,
                        bytes,
                        HexFormat.of().formatHex(app.seed()),
                        Base64.getEncoder().encodeToString(app.seed()),
                        code,
                        code.replace("-", ""));
    }

    @Test
    @DisplayName(
            "A11: each code of the app is accepted once, also by two requests at the same time")
    void aCodeIsAcceptedOnce() {
        AppUser user = account(Role.VIEWER);
        App app = App.addTo(factors, user.userName());
        String code = app.code();

        assertThat(prove(withPassword(user), code).status()).isEqualTo(200);
        assertThat(prove(withPassword(user), code).code()).isEqualTo("wrong_code");
        String next = app.nextCode();
        List<Browser> both = List.of(withPassword(user), withPassword(user));
        List<Integer> answers =
                both.parallelStream().map(browser -> prove(browser, next).status()).toList();
        assertThat(answers).containsExactlyInAnyOrder(200, 401);
        // An older code than the last taken one never counts again.
        assertThat(prove(withPassword(user), code).code()).isEqualTo("wrong_code");
    }

    @Test
    @DisplayName("A11: a recovery code works once, in any spelling, and new ones void the old")
    void aRecoveryCodeWorksOnce() {
        AppUser user = account(Role.VIEWER);
        App.addTo(factors, user.userName());
        List<String> codes = factors.renewRecoveryCodes(user.userName());

        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        assertThat(recover(withPassword(user), codes.get(0)).status()).isEqualTo(200);
        assertThat(recover(withPassword(user), codes.get(0)).code()).isEqualTo("wrong_code");
        Browser browser = withPassword(user);
        assertThat(
                        recover(
                                        browser,
                                        " "
                                                + codes.get(1)
                                                        .toLowerCase(java.util.Locale.ROOT)
                                                        .replace("-", ""))
                                .status())
                .isEqualTo(200);
        assertThat(browser.get("/api/v1/account/factors").json().path("recoveryCodesLeft").asInt())
                .isEqualTo(8);
        assertThat(
                        browser.post("/api/v1/account/recovery-codes", null)
                                .json()
                                .path("recoveryCodes")
                                .size())
                .isEqualTo(10);
        assertThat(recover(withPassword(user), codes.get(2)).code()).isEqualTo("wrong_code");
    }

    @Test
    @DisplayName(
            "A13: only the full set of factors, in the right order, opens anything (Ajenti CVE-2026-40177)")
    void onlyTheFullSetInTheRightOrderOpensAnything() {
        AppUser user = account(Role.ADMIN);
        App app = App.addTo(factors, user.userName());
        String recovery = factors.renewRecoveryCodes(user.userName()).getFirst();
        String right =
                "{\"userName\":\"%s\",\"password\":\"%s\"}".formatted(user.userName(), PASSWORD);
        String wrong =
                "{\"userName\":\"%s\",\"password\":\"not it at all\"}".formatted(user.userName());
        String code = "{\"code\":\"%s\"}";

        // Nothing, the code alone, the recovery code alone, the wrong password with the right code:
        // never in.
        assertThat(play()).isFalse();
        assertThat(play("second-factor", code.formatted(app.code()))).isFalse();
        assertThat(play("second-factor", "{\"recoveryCode\":\"%s\"}".formatted(recovery)))
                .isFalse();
        assertThat(play("", wrong, "second-factor", code.formatted(app.code()))).isFalse();
        assertThat(play("second-factor", code.formatted(app.code()), "", wrong)).isFalse();
        // The right password alone, with a wrong code, an empty one, with the password once more,
        // or after the code.
        assertThat(play("", right)).isFalse();
        assertThat(play("", right, "second-factor", code.formatted("000000"))).isFalse();
        assertThat(play("", right, "second-factor", code.formatted(""))).isFalse();
        assertThat(play("", right, "second-factor", "{}")).isFalse();
        assertThat(play("", right, "", right)).isFalse();
        assertThat(play("", right, "step-up", "{\"password\":\"%s\"}".formatted(PASSWORD)))
                .isFalse();
        assertThat(play("second-factor", code.formatted(app.code()), "", right)).isFalse();
        // All of it, in order; none of the tries before has used the codes up.
        assertThat(play("", right, "second-factor", code.formatted(app.code()))).isTrue();
        assertThat(
                        play(
                                "",
                                right,
                                "second-factor",
                                "{\"recoveryCode\":\"%s\"}".formatted(recovery)))
                .isTrue();
    }

    @Test
    @DisplayName("A13: a factor added elsewhere counts for sessions that are open already")
    void aFactorAddedElsewhereCountsAtOnce() {
        AppUser user = account(Role.VIEWER);
        Browser open = signedIn(user);
        assertThat(open.get("/api/v1/operations").status()).isEqualTo(200);
        App app = App.addTo(factors, user.userName());

        assertThat(open.get("/api/v1/operations").code()).isEqualTo("second_factor_required");
        JsonNode session = open.get("/api/v1/session").json();
        assertThat(session.path("signedIn").asBoolean()).isFalse();
        assertThat(session.path("secondFactor").path("methods").toString()).isEqualTo("[\"totp\"]");
        assertThat(session.has("role")).isFalse();
        assertThat(prove(open, app.code()).status()).isEqualTo(200);
        assertThat(open.get("/api/v1/operations").status()).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "A7: proving the second factor changes the session's token, and one that waits for it ends soon")
    void theTokenChangesAndWaitingEnds() {
        AppUser user = account(Role.VIEWER);
        App app = App.addTo(factors, user.userName());
        Browser browser = withPassword(user);
        String before = browser.cookie("__Host-session");
        prove(browser, app.code());
        assertThat(browser.cookie("__Host-session")).isNotEqualTo(before);
        browser.setCookie("__Host-session", before);
        assertThat(browser.get("/api/v1/operations").code()).isEqualTo("sign_in_required");

        Browser slow = withPassword(user);
        clock.forward(Duration.ofMinutes(11));
        assertThat(slow.get("/api/v1/session").json().has("secondFactor")).isFalse();
        assertThat(prove(slow, app.nextCode()).code()).isEqualTo("sign_in_required");
    }

    @Test
    @DisplayName(
            "A4: guessing codes is slowed down, and signing in again with the password gives no fresh guesses")
    void guessesAtTheCodeAreCountedApart() {
        AppUser user = account(Role.VIEWER);
        App app = App.addTo(factors, user.userName());
        List<Integer> seen = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            seen.add(prove(withPassword(user), "000000").status());
        }
        assertThat(seen).containsExactly(401, 401, 401, 401, 401, 429);
        assertThat(prove(withPassword(user), app.code()).status()).isEqualTo(429);
        clock.forward(Duration.ofSeconds(2));
        assertThat(prove(withPassword(user), app.code()).status()).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "A14: step-up of an account with a second factor takes that factor, not the password")
    void stepUpTakesTheStrongestFactor() {
        AppUser user = account(Role.ADMIN);
        App app = App.addTo(factors, user.userName());
        Browser browser = withPassword(user);
        prove(browser, app.code());
        clock.forward(Duration.ofMinutes(16));
        String change = "{\"disabled\":true}";

        assertThat(browser.patch("/api/v1/users/nobody", change).code())
                .isEqualTo("step_up_required");
        Answer byPassword =
                browser.post(
                        "/api/v1/session/step-up", "{\"password\":\"%s\"}".formatted(PASSWORD));
        assertThat(byPassword.code()).isEqualTo("second_factor_required");
        assertThat(browser.patch("/api/v1/users/nobody", change).code())
                .isEqualTo("step_up_required");
        assertThat(browser.get("/api/v1/session").json().path("stepUpMethods").toString())
                .isEqualTo("[\"totp\"]");
        assertThat(prove(browser, app.nextCode()).status()).isEqualTo(200);
        assertThat(browser.patch("/api/v1/users/nobody", change).code()).isEqualTo("no_such_user");
    }

    @Test
    @DisplayName("A12: an administrator keeps the last second factor, others may remove theirs")
    void anAdministratorKeepsTheLastFactor() {
        AppUser admin = account(Role.ADMIN);
        AppUser viewer = account(Role.VIEWER);
        for (AppUser user : List.of(admin, viewer)) {
            App app = App.addTo(factors, user.userName());
            Browser browser = withPassword(user);
            prove(browser, app.code());
            Answer removed = browser.delete("/api/v1/account/totp");
            if (user == admin) {
                assertThat(removed.code()).isEqualTo("last_factor");
                assertThat(factors.isEnrolled(user.userName())).isTrue();
            } else {
                assertThat(removed.status()).isEqualTo(204);
                assertThat(factors.isEnrolled(user.userName())).isFalse();
                assertThat(browser.get("/api/v1/operations").body()).contains("totp_removed");
            }
        }
    }

    /// Plays `route, body, route, body, …` below `/session` in a fresh browser and tells whether it
    /// is in.
    private boolean play(String... steps) {
        Browser browser = browser();
        browser.get("/api/v1/session");
        for (int i = 0; i < steps.length; i += 2) {
            String route = steps[i].isEmpty() ? "/api/v1/session" : "/api/v1/session/" + steps[i];
            browser.post(route, steps[i + 1]);
        }
        boolean in = browser.get("/api/v1/operations").status() == 200;
        assertThat(browser.get("/api/v1/users").status() == 200).isEqualTo(in);
        assertThat(browser.get("/api/v1/session").json().path("signedIn").asBoolean())
                .isEqualTo(in);
        clock.forward(Duration.ofMinutes(16)); // the next try is not held back by this one
        return in;
    }

    private Browser withPassword(AppUser user) {
        Browser browser = browser();
        browser.get("/api/v1/session");
        Answer answer =
                browser.post(
                        "/api/v1/session",
                        "{\"userName\":\"%s\",\"password\":\"%s\"}"
                                .formatted(user.userName(), PASSWORD));
        assertThat(answer.json().path("secondFactor").path("userName").asString())
                .isEqualTo(user.userName());
        return browser;
    }

    private static Answer prove(Browser browser, String code) {
        return browser.post("/api/v1/session/second-factor", "{\"code\":\"%s\"}".formatted(code));
    }

    private static Answer recover(Browser browser, String code) {
        return browser.post(
                "/api/v1/session/second-factor", "{\"recoveryCode\":\"%s\"}".formatted(code));
    }

    private static Answer confirm(Browser browser, String code) {
        return browser.post("/api/v1/account/totp/confirm", "{\"code\":\"%s\"}".formatted(code));
    }

    private static String bytesOfDatabase() throws Exception {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(dataDir())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}

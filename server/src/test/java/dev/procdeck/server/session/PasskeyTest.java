package dev.procdeck.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.factors.App;
import dev.procdeck.server.factors.Factors;
import dev.procdeck.server.factors.SoftAuthenticator;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.Browser.Answer;
import dev.procdeck.server.testing.ServerTest;
import dev.procdeck.server.users.AppUser;
import dev.procdeck.server.users.Author;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// Passkeys, with an authenticator made of software that can lie (A12, A13). Chromium's own is in
/// the browser tests.
class PasskeyTest extends ServerTest {
    private static final String[] HERE = {"Host", "localhost"};

    @Autowired private Factors factors;

    @AfterEach
    void forgetFailures() {
        clock.forward(Duration.ofHours(25));
    }

    @Test
    @DisplayName("A12: a passkey is added, signs in by itself, steps up, and is removed")
    void aPasskeyIsAddedSignsInStepsUpAndIsRemoved() throws Exception {
        AppUser user = account(Role.VIEWER);
        Browser browser = signedIn(user);
        SoftAuthenticator key = new SoftAuthenticator();
        Answer added = add(browser, key);
        assertThat(added.status()).isEqualTo(200);
        assertThat(added.json().path("recoveryCodes").size()).isEqualTo(10);
        assertThat(add(browser, key).code()).isEqualTo("passkey_refused");

        Browser other = fresh();
        Answer in = prove(other, key.prove(challenge(other)));
        assertThat(in.status()).isEqualTo(200);
        assertThat(in.json().path("userName").asString()).isEqualTo(user.userName());
        assertThat(in.json().path("factors").toString()).isEqualTo("[\"passkey\"]");
        assertThat(in.json().path("stepUpMethods").toString())
                .isEqualTo("[\"passkey\",\"recovery_code\"]");

        clock.forward(Duration.ofMinutes(20));
        JsonNode list = other.get("/api/v1/account/factors").json().path("passkeys");
        String remove = "/api/v1/account/passkeys/" + list.path(0).path("id").asString();
        assertThat(other.delete(remove).code()).isEqualTo("step_up_required");
        assertThat(other.patch(remove, "{\"name\":\" blue key \"}").status()).isEqualTo(204);
        assertThat(other.patch(remove, "{\"name\":\" \"}").status()).isEqualTo(400);
        assertThat(signedIn(Role.VIEWER).patch(remove, "{\"name\":\"mine\"}").status())
                .as("of somebody else")
                .isEqualTo(404);
        assertThat(other.get("/api/v1/account/factors").json().at("/passkeys/0/name").asString())
                .isEqualTo("blue key");
        assertThat(prove(other, key.prove(challenge(other))).status()).isEqualTo(200);
        assertThat(other.delete(remove).status()).isEqualTo(204);
        Browser late = fresh();
        assertThat(prove(late, key.prove(challenge(late))).code()).isEqualTo("passkey_refused");
    }

    @Test
    @DisplayName(
            "A12: user verification, origin, host name, purpose, counter and signature are all required")
    void everyLieIsRefused() throws Exception {
        AppUser user = account(Role.VIEWER);
        SoftAuthenticator key = new SoftAuthenticator();
        add(signedIn(user), key);
        Browser browser = fresh();

        key.userVerified = false;
        refused(browser, key.prove(challenge(browser)));
        key.userVerified = true;
        key.origin = "https://evil.example";
        refused(browser, key.prove(challenge(browser)));
        key.origin = "https://localhost:8444";
        refused(browser, key.prove(challenge(browser)));
        key.origin = "https://localhost";
        key.rpId = "evil.example";
        refused(browser, key.prove(challenge(browser)));
        key.rpId = "localhost";
        key.type = "webauthn.create";
        refused(browser, key.prove(challenge(browser)));
        key.type = null;
        refused(
                browser,
                key.prove(challenge(browser))
                        .replaceAll("signature\":\"....", "signature\":\"AAAA"));
        refused(browser, key.prove("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
        refused(
                browser,
                "{\"credentialId\":\"?\",\"challenge\":\"%s\",\"clientData\":\"e30\",\"authenticatorData\":\"\\u0000\",\"signature\":\"x\"}"
                        .formatted(challenge(browser)));
        assertThat(prove(browser, key.prove(challenge(browser))).status()).isEqualTo(200);
        Browser copy = fresh();
        refused(copy, key.proveAgain(challenge(copy)));
    }

    @Test
    @DisplayName(
            "A12: a new passkey wants user verification, origin, host name, purpose and challenge too")
    void everyLieOfANewOneIsRefused() throws Exception {
        Browser browser = signedIn(Role.VIEWER);
        SoftAuthenticator key = new SoftAuthenticator();

        key.userVerified = false;
        assertThat(add(browser, key).code()).isEqualTo("passkey_refused");
        key.userVerified = true;
        key.origin = "https://evil.example";
        assertThat(add(browser, key).code()).isEqualTo("passkey_refused");
        key.origin = "https://localhost";
        key.rpId = "evil.example";
        assertThat(add(browser, key).code()).isEqualTo("passkey_refused");
        key.rpId = "localhost";
        key.type = "webauthn.get";
        assertThat(add(browser, key).code()).isEqualTo("passkey_refused");
        key.type = null;
        String[] challenges = {
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            challenge(browser), // to sign in with
            registration(signedIn(Role.VIEWER)) // of somebody else
        };
        for (String challenge : challenges) {
            assertThat(
                            browser.post(
                                            "/api/v1/account/passkeys",
                                            key.register(challenge, "my key"),
                                            HERE)
                                    .code())
                    .isEqualTo("passkey_refused");
        }
        assertThat(browser.get("/api/v1/account/factors").json().path("passkeys").size()).isZero();
        assertThat(add(browser, key).status()).isEqualTo(200);
    }

    @Test
    @DisplayName("A12: a challenge is answered once, in time, and only where it was asked")
    void aChallengeCountsOnce() throws Exception {
        AppUser user = account(Role.VIEWER);
        SoftAuthenticator key = new SoftAuthenticator();
        Browser owner = signedIn(user);
        add(owner, key);
        Browser browser = fresh();
        String challenge = challenge(browser);
        assertThat(prove(browser, key.prove(challenge)).status()).isEqualTo(200);
        refused(fresh(), key.prove(challenge));

        Browser slow = fresh();
        String old = challenge(slow);
        clock.forward(Duration.ofMinutes(6));
        refused(slow, key.prove(old));
        Browser anonymous = fresh();
        refused(anonymous, key.prove(challenge(owner)));
        refused(anonymous, key.prove(registration(signedIn(Role.VIEWER))));
    }

    @Test
    @DisplayName(
            "A13: a passkey completes a sign-in only of its own account, and of one that may sign in")
    void aPasskeyCompletesOnlyItsOwnersSignIn() throws Exception {
        AppUser ann = account(Role.VIEWER);
        AppUser bob = account(Role.VIEWER);
        SoftAuthenticator annsKey = new SoftAuthenticator();
        SoftAuthenticator bobsKey = new SoftAuthenticator();
        add(signedIn(ann), annsKey);
        add(signedIn(bob), bobsKey);
        Browser half = fresh();
        half.post(
                "/api/v1/session",
                "{\"userName\":\"%s\",\"password\":\"%s\"}".formatted(ann.userName(), PASSWORD));
        assertThat(half.get("/api/v1/operations").code()).isEqualTo("second_factor_required");

        refused(half, bobsKey.prove(challenge(half)));
        assertThat(half.get("/api/v1/operations").code()).isEqualTo("second_factor_required");
        assertThat(prove(half, annsKey.prove(challenge(half))).status()).isEqualTo(200);
        assertThat(half.get("/api/v1/operations").status()).isEqualTo(200);

        accounts.setDisabled(Author.ofConsole(), bob.userName(), true);
        Browser closed = fresh();
        refused(closed, bobsKey.prove(challenge(closed)));
    }

    @Test
    @DisplayName(
            "A12: the last factor of an administrator stays; with another one beside it, it may go")
    void theLastFactorOfAnAdministratorStays() throws Exception {
        AppUser admin = account(Role.ADMIN);
        Browser browser = signedIn(admin);
        SoftAuthenticator key = new SoftAuthenticator();
        add(browser, key);
        String remove =
                "/api/v1/account/passkeys/"
                        + browser.get("/api/v1/account/factors")
                                .json()
                                .path("passkeys")
                                .path(0)
                                .path("id")
                                .asString();
        assertThat(browser.delete(remove).code()).isEqualTo("last_factor");
        App.addTo(factors, admin.userName());
        assertThat(browser.delete(remove).status()).isEqualTo(204);
        assertThat(browser.delete("/api/v1/account/totp").code()).isEqualTo("last_factor");
    }

    @Test
    @DisplayName("A12: under an IP address the page is told that passkeys need a name")
    void passkeysNeedAName() {
        Answer answer = signedIn(Role.VIEWER).post("/api/v1/account/passkeys/options", null);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("passkey_needs_name");
    }

    private static Answer add(Browser browser, SoftAuthenticator key) throws Exception {
        return browser.post(
                "/api/v1/account/passkeys", key.register(registration(browser), "my key"), HERE);
    }

    private static String registration(Browser browser) {
        return browser.post("/api/v1/account/passkeys/options", null, HERE)
                .json()
                .path("challenge")
                .asString();
    }

    private Browser fresh() {
        Browser browser = browser();
        browser.get("/api/v1/session");
        return browser;
    }

    private static String challenge(Browser browser) {
        return browser.post("/api/v1/session/passkey/options", null, HERE)
                .json()
                .path("challenge")
                .asString();
    }

    private static Answer prove(Browser browser, String body) {
        return browser.post("/api/v1/session/passkey", body, HERE);
    }

    private static void refused(Browser browser, String body) {
        Answer answer = prove(browser, body);
        assertThat(answer.status()).as(body).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("passkey_refused");
    }
}

package dev.procdeck.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.operation.Role;
import dev.procdeck.server.ServerOptions;
import dev.procdeck.server.factors.App;
import dev.procdeck.server.factors.Factors;
import dev.procdeck.server.security.RequiredFactor;
import dev.procdeck.server.testing.AgentTest;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.Browser.Answer;
import dev.procdeck.server.users.AppUser;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/// The policy wants a second factor of a role: who has none can do nothing but add one (A13).
class RequiredFactorTest extends AgentTest {
    private static final dev.procdeck.server.security.Role OPERATOR =
            dev.procdeck.server.security.Role.OPERATOR;

    @Autowired private Factors factors;
    @Autowired private RequiredFactor required;
    @Autowired private ServerOptions options;

    @AfterEach
    void requireNone() {
        require(null);
    }

    @Test
    @DisplayName("A13: the password opens only the way to a second factor, and that opens the rest")
    void whoHasNoneCanOnlyAddOne() {
        require(Role.OPERATOR);
        AppUser user = account(OPERATOR);
        Browser browser = browser();
        browser.get("/api/v1/session");
        Answer half =
                browser.post(
                        "/api/v1/session",
                        "{\"userName\":\"%s\",\"password\":\"%s\"}"
                                .formatted(user.userName(), PASSWORD));
        assertThat(half.json().path("signedIn").asBoolean()).isFalse();
        assertThat(half.json().at("/factorDue/userName").asString()).isEqualTo(user.userName());
        assertThat(half.json().at("/factorDue/role").asString()).isEqualTo("operator");
        assertThat(half.json().has("rights")).isFalse();
        for (String path : new String[] {"/operations", "/stream?topics=resources", "/users"}) {
            Answer refused = browser.get("/api/v1" + path);
            assertThat(refused.status()).as(path).isEqualTo(403);
            assertThat(refused.code()).as(path).isEqualTo("second_factor_due");
        }

        Answer added = addApp(browser);
        assertThat(added.status()).as(added.body()).isEqualTo(200);
        assertThat(added.json().at("/session/signedIn").asBoolean()).isTrue();
        assertThat(added.json().path("recoveryCodes").size()).isEqualTo(10);
        JsonNode rows = browser.get("/api/v1/operations").json().path("items");
        assertThat(rows.toString()).contains("second_factor_due", "totp_added", "signed_in");
        assertThat(browser.delete("/api/v1/account/totp").code()).isEqualTo("last_factor");
    }

    @Test
    @DisplayName("A13: roles below are not asked, and who has one proves it as always")
    void othersSignInAsAlways() {
        require(Role.OPERATOR);
        AppUser enrolled = account(OPERATOR);
        App.addTo(factors, enrolled.userName());
        assertThat(signedInAsViewer().get("/api/v1/operations").status()).isEqualTo(200);
        assertThat(signedIn(enrolled).get("/api/v1/operations").code())
                .isEqualTo("second_factor_required");
    }

    @Test
    @DisplayName("A13: after a reset that removed the factors, new ones are added at the door")
    void aResetLeadsBackToTheDoor() {
        require(Role.OPERATOR);
        AppUser user = account(OPERATOR);
        Browser browser = signedIn(user);
        assertThat(addApp(browser).status()).isEqualTo(200);
        factors.removeAll(user.userName());
        assertThat(browser.get("/api/v1/operations").code()).isEqualTo("second_factor_due");
        assertThat(addApp(browser).status()).isEqualTo(200);
        assertThat(browser.get("/api/v1/operations").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("A13: an administrator's one-time reset ends what is open and leads to the door")
    void aResetByAnAdministrator() {
        require(Role.OPERATOR);
        AppUser user = account(OPERATOR);
        Browser open = signedIn(user);
        assertThat(addApp(open).status()).isEqualTo(200);
        Browser admin = signedIn(dev.procdeck.server.security.Role.ADMIN);
        String reset = "/api/v1/users/%s/reset".formatted(user.userName());
        assertThat(admin.post(reset, "{\"removeFactors\":true}").code())
                .isEqualTo("second_factor_due");
        assertThat(addApp(admin).status()).isEqualTo(200);
        String code = admin.post(reset, "{\"removeFactors\":true}").json().path("code").asString();
        assertThat(open.get("/api/v1/operations").code()).isEqualTo("sign_in_required");

        Browser theirs = browser();
        theirs.get("/api/v1/session");
        Answer half =
                theirs.post(
                        "/api/v1/session/ticket",
                        "{\"code\":\"%s\",\"password\":\"another long pass phrase\"}"
                                .formatted(code));
        assertThat(half.json().path("signedIn").asBoolean()).as(half.body()).isFalse();
        assertThat(half.json().at("/factorDue/userName").asString()).isEqualTo(user.userName());
        assertThat(theirs.get("/api/v1/operations").code()).isEqualTo("second_factor_due");
        assertThat(addApp(theirs).status()).isEqualTo(200);
        assertThat(theirs.get("/api/v1/operations").status()).isEqualTo(200);
    }

    @Test
    @DisplayName("A13: neither a broken policy nor a restart without the agent asks for less")
    void whatWasRequiredIsKept() {
        require(Role.ADMIN);
        agent.publish(
                new Live.PolicyChanged(
                        new Problem(
                                Problem.Category.DENIED, "look_only", Map.of("reason", "missing")),
                        null));
        await(() -> signedInAsViewer().get("/api/v1/session").body().contains("look_only"));
        assertThat(required.of(dev.procdeck.server.security.Role.ADMIN)).isTrue();
        assertThat(new RequiredFactor(options).of(dev.procdeck.server.security.Role.ADMIN))
                .isTrue();
        assertThat(new RequiredFactor(options).of(OPERATOR)).isFalse();
        require(null);
        assertThat(new RequiredFactor(options).of(dev.procdeck.server.security.Role.ADMIN))
                .isFalse();
    }

    private Browser signedInAsViewer() {
        return signedIn(dev.procdeck.server.security.Role.VIEWER);
    }

    private static Answer addApp(Browser browser) {
        String secret = browser.post("/api/v1/account/totp", null).json().path("secret").asString();
        return browser.post(
                "/api/v1/account/totp/confirm",
                "{\"code\":\"%s\"}".formatted(App.of(secret).code()));
    }

    /// The policy says so now, as the agent tells it; again until it is heard.
    private void require(@Nullable Role from) {
        await(() -> {
            agent.publish(new Live.PolicyChanged(null, from));
            for (Role role : Role.values()) {
                boolean wanted = from != null && role.compareTo(from) >= 0;
                if (required.of(dev.procdeck.server.security.Role.valueOf(role.name())) != wanted) {
                    return false;
                }
            }
            return true;
        });
    }
}

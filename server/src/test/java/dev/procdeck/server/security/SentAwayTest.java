package dev.procdeck.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.session.Sessions;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.ServerTest;
import dev.procdeck.server.users.AppUser;
import dev.procdeck.server.users.Author;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Who goes on seeing the host while the store is silent (U2, A9).
class SentAwayTest extends ServerTest {
    @Autowired private RecentActors recent;

    private AppUser user;
    private String token;
    private String sessionId;

    private void look() {
        user = account(Role.ADMIN);
        Sessions.Issued issued =
                sessions.open(user, Set.of(Factor.PASSWORD), "127.0.0.1", "test", "test");
        token = issued.token();
        sessionId = issued.actor().sessionId();
        Browser browser = browser();
        browser.setCookie(SessionCookie.NAME, token);
        assertThat(browser.get("/api/v1/session").status()).isEqualTo(200);
        assertThat(recent.recall(token).map(Actor::userName)).contains(user.userName());
    }

    @Test
    @DisplayName(
            "A9: who was disabled, lowered or signed out is not brought back by a store that falls silent")
    void whoWasSentAwayIsNotBroughtBack() {
        look();
        accounts.setDisabled(Author.ofConsole(), user.userName(), true);
        assertThat(recent.recall(token)).isEmpty();

        look();
        accounts.changeRole(Author.ofConsole(), user.userName(), Role.VIEWER);
        assertThat(recent.recall(token)).isEmpty();

        look();
        accounts.setPassword(
                Author.ofConsole(), user.userName(), "password", "another long pass phrase");
        assertThat(recent.recall(token)).isEmpty();

        look();
        assertThat(sessions.end(user.userName(), sessionId, "session_ended")).isTrue();
        assertThat(recent.recall(token)).isEmpty();
    }

    @Test
    @DisplayName("A9: an account that is enabled again has none of its sessions left")
    void aSessionDoesNotComeBackWithItsAccount() {
        AppUser away = account(Role.ADMIN);
        Browser browser = signedIn(away);
        assertThat(browser.get("/api/v1/users").status()).isEqualTo(200);
        accounts.setDisabled(Author.ofConsole(), away.userName(), true);
        accounts.setDisabled(Author.ofConsole(), away.userName(), false);
        assertThat(browser.get("/api/v1/users").status()).isEqualTo(401);
    }

    @Test
    void nobodyElseIsForgotten() {
        look();
        String other = token;
        look();
        recent.forgetUser("somebody-else");
        recent.forgetSession("another");
        assertThat(recent.recall(other)).isPresent();
        assertThat(recent.recall(token)).isPresent();
        recent.forgetSession(sessionId);
        assertThat(recent.recall(other)).isPresent();
        assertThat(recent.recall(token)).isEmpty();
    }
}

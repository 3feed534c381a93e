package dev.procdeck.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.session.Sessions;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.ServerTest;
import dev.procdeck.server.users.AppUser;
import dev.procdeck.server.users.Author;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Who goes on seeing the host while the store is silent (U2, A9).
class RecentActorsTest extends ServerTest {
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

    @Test
    void onlyTheLatestAreKeptAndNobodyWithAFactorMissing() {
        RecentActors few = new RecentActors();
        Actor actor = GateTest.actor(Role.VIEWER, false, Instant.EPOCH);
        for (int i = 0; i <= 1_000; i++) {
            few.saw("t" + i, Optional.of(actor));
        }
        assertThat(few.recall("t0")).isEmpty();
        assertThat(few.recall("t1")).contains(actor);
        assertThat(few.recall("t1000")).contains(actor);
        few.saw("t1", Optional.of(GateTest.actor(Role.VIEWER, true, Instant.EPOCH)));
        assertThat(few.recall("t1")).isEmpty();
        few.saw("t2", Optional.empty());
        assertThat(few.recall("t2")).isEmpty();
    }
}

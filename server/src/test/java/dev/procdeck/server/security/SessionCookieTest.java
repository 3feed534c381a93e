package dev.procdeck.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.http.Problems;
import jakarta.servlet.http.Cookie;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticMessageSource;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import tools.jackson.databind.json.JsonMapper;

/// How a request becomes somebody (A7, A8).
class SessionCookieTest {
    private static final Problems PROBLEMS =
            new Problems(new StaticMessageSource(), JsonMapper.builder().build());

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void theCookieIsOutOfReachAndEndsWithTheBrowser() {
        MockHttpServletResponse response = new MockHttpServletResponse();
        SessionCookie.write(response, "token");
        assertThat(response.getHeader("Set-Cookie"))
                .isEqualTo("__Host-session=token; Path=/; Secure; HttpOnly; SameSite=Strict");
    }

    @Test
    void clearingItMakesTheBrowserForget() {
        MockHttpServletResponse response = new MockHttpServletResponse();
        SessionCookie.clear(response);
        assertThat(response.getHeader("Set-Cookie"))
                .startsWith("__Host-session=; Path=/; Max-Age=0;")
                .endsWith("Secure; HttpOnly; SameSite=Strict");
    }

    @Test
    void onlyTheCookieOfThatNameIsRead() {
        MockHttpServletRequest request = new MockHttpServletRequest();
        assertThat(SessionCookie.read(request)).isEmpty();
        request.setCookies(new Cookie("session", "b"), new Cookie("__Host-session", "a"));
        assertThat(SessionCookie.read(request)).contains("a");
        assertThat(SessionCookie.read(request, "session")).contains("b");
        assertThat(SessionCookie.read(request, "other")).isEmpty();
    }

    @Test
    void aLiveSessionSignsTheRequestIn() throws Exception {
        Actor actor = GateTest.actor(Role.OPERATOR, false, Instant.EPOCH);
        List<String> asked = new ArrayList<>();
        SessionFilter filter =
                new SessionFilter(
                        (token, address, request) -> {
                            asked.add(token + " " + address);
                            return token.equals("live") ? Optional.of(actor) : Optional.empty();
                        },
                        new RecentActors(),
                        PROBLEMS);

        assertThat(actorAfter(filter, "dead")).isEmpty();
        assertThat(actorAfter(filter, "live")).contains(actor);
        assertThat(asked).containsExactly("dead 127.0.0.1", "live 127.0.0.1");
    }

    /// U2: while the store does not answer, whoever was there a moment ago may look on, nobody
    /// else.
    @Test
    void whileTheStoreIsSilentOnlyThoseSeenLatelyAreKnown() throws Exception {
        Actor actor = GateTest.actor(Role.OPERATOR, false, Instant.EPOCH);
        boolean[] silent = {false};
        SessionFilter filter =
                new SessionFilter(
                        (token, address, request) -> {
                            if (silent[0]) {
                                throw new QueryTimeoutException("slow");
                            }
                            return token.equals("live") ? Optional.of(actor) : Optional.empty();
                        },
                        new RecentActors(),
                        PROBLEMS);
        assertThat(actorAfter(filter, "live")).contains(actor);
        silent[0] = true;
        assertThat(actorAfter(filter, "live")).contains(actor);
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/host");
        request.setCookies(new Cookie("__Host-session", "another"));
        MockHttpServletResponse response = new MockHttpServletResponse();
        MockFilterChain chain = new MockFilterChain();
        filter.doFilter(request, response, chain);
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(chain.getRequest()).as("it ends here").isNull();
        silent[0] = false;
        actorAfter(filter, "live");
    }

    @Test
    void authoritiesAreTheFactorsAndTheRoleOnceAllAreProved() {
        assertThat(authorities(GateTest.actor(Role.OPERATOR, false, Instant.EPOCH)))
                .containsExactlyInAnyOrder("FACTOR_PASSWORD", "SIGNED_IN", "ROLE_OPERATOR");
        assertThat(authorities(GateTest.actor(Role.ADMIN, true, Instant.EPOCH)))
                .containsExactly("FACTOR_PASSWORD");
        ActorAuthentication signedIn =
                new ActorAuthentication(GateTest.actor(Role.VIEWER, false, Instant.EPOCH));
        assertThat(signedIn.isAuthenticated()).isTrue();
        assertThat(signedIn.getCredentials()).isEqualTo("");
        assertThat(signedIn.getPrincipal()).isEqualTo(signedIn.actor());
    }

    @Test
    void rolesContainOneAnother() {
        for (Right right : Right.values()) {
            assertThat(!Role.VIEWER.may(right) || Role.OPERATOR.may(right)).isTrue();
            assertThat(Role.ADMIN.may(right)).isTrue();
        }
        assertThat(Role.VIEWER.may(Right.SIGNAL)).isFalse();
        assertThat(Role.OPERATOR.may(Right.USERS)).isFalse();
        for (Role role : Role.values()) {
            assertThat(Role.of(role.word())).isEqualTo(role);
        }
    }

    private static List<String> authorities(Actor actor) {
        return new ActorAuthentication(actor)
                .getAuthorities().stream().map(GrantedAuthority::getAuthority).toList();
    }

    private static Optional<Actor> actorAfter(SessionFilter filter, String token) throws Exception {
        SecurityContextHolder.clearContext();
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/host");
        request.setCookies(new Cookie("__Host-session", token));
        MockFilterChain chain = new MockFilterChain();
        filter.doFilter(request, new MockHttpServletResponse(), chain);
        assertThat(chain.getRequest()).as("the request goes on").isNotNull();
        return new Actors().find();
    }
}

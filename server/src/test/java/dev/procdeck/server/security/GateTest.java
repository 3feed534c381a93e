package dev.procdeck.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.procdeck.server.ServerOptions;
import dev.procdeck.server.http.ApiException;
import jakarta.servlet.DispatcherType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.method.HandlerMethod;

/// What stands between a route and whoever calls it (Z1, Z2, A14), without a server around it.
class GateTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");

    private final List<Object> events = new ArrayList<>();
    private final GateInterceptor gate =
            new GateInterceptor(
                    new Actors(),
                    new StepUp(ServerOptions.ofDataDir(Path.of("/nonexistent")), () -> NOW),
                    events::add);

    /// Routes of each kind.
    public static final class Routes {
        @Gate
        public void look() {}

        @Gate(Right.USERS)
        public void users() {}

        @Gate(value = Right.USERS, stepUp = true)
        public void sensitive() {}

        @Gate(open = true)
        public void open() {}

        @Gate(factorMissing = true)
        public void proveFactor() {}

        @Gate(factorDue = true)
        public void addFactor() {}

        public void forgotten() {}
    }

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @ParameterizedTest
    @CsvSource({
        "look,        VIEWER,   in",
        "look,        OPERATOR, in",
        "look,        ADMIN,    in",
        "users,       VIEWER,   403 forbidden",
        "users,       OPERATOR, 403 forbidden",
        "users,       ADMIN,    in",
        "sensitive,   OPERATOR, 403 forbidden",
        "sensitive,   ADMIN,    in",
        "open,        VIEWER,   in",
        "proveFactor, VIEWER,   in",
        "forgotten,   ADMIN,    403 forbidden"
    })
    void everyRoleAtEveryKindOfGate(String route, Role role, String expected) {
        signIn(actor(role, false, NOW));
        assertThat(pass("POST", route)).isEqualTo(expected);
    }

    /// Spring CVE-2025-41232 and its like: where no annotation is found, nobody passes.
    @Test
    void aRouteWithoutAGateIsRefused() {
        assertThat(pass("GET", "forgotten")).isEqualTo("401 sign_in_required");
        signIn(actor(Role.ADMIN, false, NOW));
        assertThat(pass("GET", "forgotten")).isEqualTo("403 forbidden");
        signIn(actor(Role.ADMIN, true, NOW));
        assertThat(pass("GET", "forgotten")).isEqualTo("401 second_factor_required");
    }

    @Test
    void withoutASessionOnlyTheOpenIsOpen() {
        assertThat(pass("GET", "open")).isEqualTo("in");
        assertThat(pass("GET", "look")).isEqualTo("401 sign_in_required");
        assertThat(pass("GET", "proveFactor")).isEqualTo("401 sign_in_required");
        assertThat(new Actors().find()).isEmpty();
    }

    @Test
    void withoutTheSecondFactorOnlyProvingItIsAllowed() {
        signIn(actor(Role.ADMIN, true, NOW));
        assertThat(pass("POST", "look")).isEqualTo("401 second_factor_required");
        assertThat(pass("POST", "users")).isEqualTo("401 second_factor_required");
        assertThat(pass("POST", "proveFactor")).isEqualTo("in");
        assertThat(new Actors().current().may(Right.LOOK)).isFalse();
    }

    @Test
    void whoMustAddAFactorMayDoNothingElse() {
        signIn(actor(Role.ADMIN, false, true, NOW));
        assertThat(pass("POST", "look")).isEqualTo("403 second_factor_due");
        assertThat(pass("POST", "users")).isEqualTo("403 second_factor_due");
        assertThat(pass("POST", "proveFactor")).isEqualTo("403 second_factor_due");
        assertThat(pass("POST", "forgotten")).isEqualTo("403 second_factor_due");
        assertThat(pass("POST", "addFactor")).isEqualTo("in");
        assertThat(new Actors().current().may(Right.LOOK)).isFalse();
        signIn(actor(Role.ADMIN, true, true, NOW));
        assertThat(pass("POST", "addFactor")).isEqualTo("401 second_factor_required");
    }

    @ParameterizedTest
    @CsvSource({
        "0, in",
        "899, in",
        "900, in",
        "901, 401 step_up_required",
        "90000, 401 step_up_required"
    })
    void aSensitiveRouteWantsAProofOfTheLastQuarterOfAnHour(long seconds, String expected) {
        Actor actor = actor(Role.ADMIN, false, NOW.minusSeconds(seconds));
        signIn(actor);
        assertThat(pass("POST", "sensitive")).isEqualTo(expected);
        assertThat(pass("POST", "users")).isEqualTo("in");
        StepUp stepUp = new StepUp(ServerOptions.ofDataDir(Path.of("/nonexistent")), () -> NOW);
        assertThat(stepUp.maxAge()).isEqualTo(Duration.ofMinutes(15));
        assertThat(catchThrowableOfType(ApiException.class, () -> stepUp.require(actor)) == null)
                .isEqualTo(expected.equals("in"));
    }

    @Test
    void aChangeThatIsRefusedIsToldForTheLogAndALookIsNot() {
        Actor viewer = actor(Role.VIEWER, false, NOW);
        signIn(viewer);
        pass("GET", "users");
        pass("HEAD", "users");
        assertThat(events).isEmpty();
        pass("DELETE", "users");
        assertThat(events)
                .containsExactly(
                        new GateInterceptor.Denied(
                                viewer, Right.USERS, "DELETE", "/api/v1/users", "forbidden"));
    }

    @Test
    void whatIsNoRouteOrNoFirstDispatchPasses() {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/users");
        assertThat(gate.preHandle(request, new MockHttpServletResponse(), "a file")).isTrue();
        request.setDispatcherType(DispatcherType.ASYNC);
        assertThat(gate.preHandle(request, new MockHttpServletResponse(), handler("users")))
                .isTrue();
    }

    /// The outcome at the gate of one route.
    private String pass(String method, String route) {
        MockHttpServletRequest request = new MockHttpServletRequest(method, "/api/v1/" + route);
        ApiException refused =
                catchThrowableOfType(
                        ApiException.class,
                        () ->
                                assertThat(
                                                gate.preHandle(
                                                        request,
                                                        new MockHttpServletResponse(),
                                                        handler(route)))
                                        .isTrue());
        return refused == null ? "in" : refused.status().value() + " " + refused.code();
    }

    private static HandlerMethod handler(String route) {
        try {
            return new HandlerMethod(new Routes(), Routes.class.getMethod(route));
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    static Actor actor(Role role, boolean factorMissing, Instant factorAt) {
        return actor(role, factorMissing, false, factorAt);
    }

    private static Actor actor(
            Role role, boolean factorMissing, boolean factorDue, Instant factorAt) {
        return new Actor(
                "a",
                role,
                "session",
                NOW.minusSeconds(3600),
                Set.of(Factor.PASSWORD),
                factorMissing,
                factorDue,
                factorAt,
                null,
                "192.0.2.1",
                "request");
    }

    private static void signIn(Actor actor) {
        SecurityContextHolder.getContext().setAuthentication(new ActorAuthentication(actor));
    }
}

package dev.procdeck.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.factors.App;
import dev.procdeck.server.factors.Factors;
import dev.procdeck.server.factors.SoftAuthenticator;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.ServerTest;
import dev.procdeck.server.users.AppUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Every order and every omission of what an administrator with all factors can prove (A13).
class FactorOrderTest extends ServerTest {
    private static final String[] HERE = {"Host", "localhost"};

    @Autowired private Factors factors;

    private AppUser admin;
    private SoftAuthenticator key;

    private enum Step {
        PASSWORD,
        CODE,
        RECOVERY_CODE,
        PASSKEY
    }

    private enum State {
        OUT,
        HALF,
        IN;

        /// A password opens a session that waits for a code; a passkey needs nothing beside it.
        private State after(Step step) {
            return switch (step) {
                case PASSWORD -> HALF;
                case CODE, RECOVERY_CODE -> this == OUT ? OUT : IN;
                case PASSKEY -> IN;
            };
        }
    }

    @BeforeEach
    void enrol() throws Exception {
        admin = account(Role.ADMIN);
        key = new SoftAuthenticator();
        Browser browser = signedIn(admin);
        assertThat(
                        browser.post(
                                        "/api/v1/account/passkeys",
                                        key.register(challenge(browser, "account/passkeys"), "key"),
                                        HERE)
                                .status())
                .isEqualTo(200);
    }

    @AfterEach
    void forgetFailures() {
        clock.forward(Duration.ofHours(25));
    }

    @Test
    @DisplayName("A13: in every order and omission only the full set opens anything")
    void everyOrderAndOmission() throws Exception {
        List<List<Step>> all = new ArrayList<>();
        collect(List.of(), EnumSet.allOf(Step.class), all);
        assertThat(all).hasSize(65);
        for (List<Step> steps : all) {
            State expected = State.OUT;
            for (Step step : steps) {
                expected = expected.after(step);
            }
            assertThat(play(steps)).as("%s", steps).isEqualTo(expected);
        }
    }

    /// These steps, and each further one before all that can follow it.
    private static void collect(List<Step> done, Set<Step> left, List<List<Step>> all) {
        all.add(done);
        for (Step next : left) {
            List<Step> more = new ArrayList<>(done);
            more.add(next);
            Set<Step> rest = EnumSet.copyOf(left);
            rest.remove(next);
            collect(more, rest, all);
        }
    }

    private State play(List<Step> steps) throws Exception {
        App app = App.addTo(factors, admin.userName());
        String recovery = factors.renewRecoveryCodes(admin.userName()).getFirst();
        Browser browser = browser();
        browser.get("/api/v1/session");
        for (Step step : steps) {
            switch (step) {
                case PASSWORD ->
                        browser.post(
                                "/api/v1/session",
                                "{\"userName\":\"%s\",\"password\":\"%s\"}"
                                        .formatted(admin.userName(), PASSWORD));
                case CODE -> prove(browser, "code", app.code());
                case RECOVERY_CODE -> prove(browser, "recoveryCode", recovery);
                case PASSKEY ->
                        browser.post(
                                "/api/v1/session/passkey",
                                key.prove(challenge(browser, "session/passkey")),
                                HERE);
            }
        }
        State state = state(browser);
        clock.forward(Duration.ofMinutes(16)); // the next try is not held back by this one
        return state;
    }

    private static State state(Browser browser) {
        Browser.Answer users = browser.get("/api/v1/users");
        if (users.status() == 200) {
            return State.IN;
        }
        return users.code().equals("second_factor_required") ? State.HALF : State.OUT;
    }

    private static void prove(Browser browser, String field, String code) {
        browser.post("/api/v1/session/second-factor", "{\"%s\":\"%s\"}".formatted(field, code));
    }

    private static String challenge(Browser browser, String of) {
        return browser.post("/api/v1/" + of + "/options", null, HERE)
                .json()
                .path("challenge")
                .asString();
    }
}

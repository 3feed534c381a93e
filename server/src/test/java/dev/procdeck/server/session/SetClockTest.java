package dev.procdeck.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.ServerTest;
import dev.procdeck.server.time.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Sessions on a machine whose clock is set (U11).
class SetClockTest extends ServerTest {
    @Test
    @DisplayName("U11: the clock of time-outs does not follow a wall clock that is set")
    void timeoutsRunByTheMonotonicClock() {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        Instant[] wall = {start};
        SteadyClock steady =
                SteadyClock.startingAt(
                        new Clock() {
                            @Override
                            public Instant instant() {
                                return wall[0];
                            }

                            @Override
                            public ZoneOffset getZone() {
                                return ZoneOffset.UTC;
                            }

                            @Override
                            public Clock withZone(java.time.ZoneId zone) {
                                return this;
                            }
                        });
        Instant before = steady.instant();
        assertThat(before).isBetween(start, start.plus(Duration.ofHours(1)));
        for (Instant set :
                new Instant[] {start.minusSeconds(3_600), start.plus(Duration.ofDays(3_650))}) {
            wall[0] = set;
            Instant now = steady.instant();
            assertThat(now).isBetween(before, start.plus(Duration.ofHours(1)));
            before = now;
        }
    }

    @Test
    @DisplayName("U11: a session from a time that lies ahead is not believed")
    void aSessionFromTheFutureIsNotBelieved() {
        clock.forward(Duration.ofHours(1));
        Browser browser = signedIn(Role.VIEWER);
        assertThat(isSignedIn(browser)).isTrue();
        clock.forward(Duration.ofHours(-1));
        assertThat(isSignedIn(browser)).isFalse();
    }

    private static boolean isSignedIn(Browser browser) {
        return browser.get("/api/v1/session").json().path("signedIn").asBoolean();
    }
}

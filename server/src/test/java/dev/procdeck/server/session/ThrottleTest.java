package dev.procdeck.server.session;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.server.security.Role;
import dev.procdeck.server.security.Secrets;
import dev.procdeck.server.testing.ServerTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// The counts behind slowing guesses down (A4).
class ThrottleTest extends ServerTest {
    @Autowired private SignInThrottle throttle;
    @Autowired private ThrottleRepository counts;
    @Autowired private KnownDeviceRepository deviceRows;
    @Autowired private KnownDevices devices;

    @AfterEach
    void forgetFailures() {
        clock.forward(Duration.ofHours(25));
        counts.clearBefore(clock.instant().minus(Duration.ofHours(1)));
    }

    @Test
    @DisplayName("A4: counts survive a restart, being rows")
    void countsSurviveARestart() {
        for (int i = 0; i < 8; i++) {
            throttle.failed(
                    new SignInThrottle.Attempt(
                            java.util.List.of(
                                    new SignInThrottle.Subject(
                                            "account:" + Secrets.sha256("ann"), 5))));
        }
        SignInThrottle afterRestart = new SignInThrottle(counts, devices, clock);
        assertThatThrownBy(() -> afterRestart.admit("Ann", "192.0.2.1", Optional.empty()))
                .hasMessage("too_many_attempts");
        assertThatCode(() -> afterRestart.admit("bob", "192.0.2.1", Optional.empty()))
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName(
            "U11: a clock set back while the server was down locks nobody out, and frees nobody")
    void aClockThatWasSetBackLocksNobodyOut() {
        SignInThrottle.Attempt attempt =
                new SignInThrottle.Attempt(
                        java.util.List.of(
                                new SignInThrottle.Subject("account:" + Secrets.sha256("cle"), 5)));
        clock.forward(Duration.ofDays(1));
        for (int i = 0; i < 8; i++) {
            throttle.failed(attempt);
        }
        clock.forward(Duration.ofDays(-1));
        assertThatCode(() -> throttle.admit("cle", "192.0.2.2", Optional.empty()))
                .doesNotThrowAnyException();
        throttle.failed(attempt);
        assertThatThrownBy(() -> throttle.admit("cle", "192.0.2.2", Optional.empty()))
                .as("counted from now, with those before it")
                .hasMessage("too_many_attempts");
        clock.forward(Duration.ofSeconds(20));
        assertThatCode(() -> throttle.admit("cle", "192.0.2.2", Optional.empty()))
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("A4: an address is slowed down over all accounts, an IPv6 network as one")
    void anAddressIsSlowedDownOverAllAccounts() {
        for (int i = 0; i < 21; i++) {
            String address = "2001:db8:0:1::" + Integer.toHexString(i + 1);
            throttle.failed(
                    new SignInThrottle.Attempt(
                            java.util.List.of(SignInThrottle.ofAddress(address))));
        }
        assertThatThrownBy(() -> throttle.admit("new name", "2001:db8:0:1::ffff", Optional.empty()))
                .hasMessage("too_many_attempts");
        assertThatThrownBy(() -> throttle.admitAddress("[2001:db8:0:1:0:0:0:ffff%eth0]"))
                .hasMessage("too_many_attempts");
        assertThatCode(() -> throttle.admit("new name", "2001:db8:0:2::1", Optional.empty()))
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName(
            "A4: when all the world guesses, strangers wait for the next minute, known browsers do not")
    void whenAllTheWorldGuessesKnownBrowsersGetIn() {
        String owner = account(Role.VIEWER).userName();
        String token = Secrets.token();
        deviceRows.save(new KnownDevice(null, Secrets.sha256(token), owner, clock.instant()));
        Instant minute = clock.instant();
        for (int i = 0; i < 200; i++) {
            counts.count("minute:" + minute.getEpochSecond() / 60, minute);
            counts.count(
                    "minute:" + (minute.getEpochSecond() / 60 + 1),
                    minute); // the test may cross into it
        }
        assertThatThrownBy(() -> throttle.admit("anybody", "192.0.2.77", Optional.empty()))
                .hasMessage("too_many_attempts");
        assertThatCode(() -> throttle.admit(owner, "192.0.2.77", Optional.of(token)))
                .doesNotThrowAnyException();
        clock.forward(Duration.ofMinutes(2));
        assertThatCode(() -> throttle.admit("anybody", "192.0.2.77", Optional.empty()))
                .doesNotThrowAnyException();
    }
}

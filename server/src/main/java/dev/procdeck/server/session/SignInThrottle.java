package dev.procdeck.server.session;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.security.Secrets;
import dev.procdeck.server.time.SteadyClock;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Slows guessing down: after some failures the next try must wait, twice as long each time, at
/// most fifteen minutes. Counted per account name (existing or not), per address and in all, in the
/// database, so a restart resets nothing. A browser the account knows is counted alone, so nobody
/// else can keep its owner waiting (A4). Thread-safe.
@Component
class SignInThrottle {
    private static final int FREE_PER_ACCOUNT = 5;
    private static final int FREE_PER_ADDRESS = 20;
    private static final int FAILURES_PER_MINUTE = 200;
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration MAX_DELAY = Duration.ofMinutes(15);
    private static final Duration FORGET_AFTER = Duration.ofHours(24);

    private final ThrottleRepository counts;
    private final KnownDevices devices;
    private final SteadyClock clock;

    SignInThrottle(ThrottleRepository counts, KnownDevices devices, SteadyClock clock) {
        this.counts = counts;
        this.devices = devices;
        this.clock = clock;
    }

    /// One admitted try and what it will be counted under.
    record Attempt(List<Subject> subjects) {
        Attempt {
            subjects = List.copyOf(subjects);
        }
    }

    /// @param free failures that cost no delay
    record Subject(String key, int free) {}

    /// Lets a try at a password in.
    ///
    /// @throws ApiException 429 `too_many_attempts` with the time to wait
    Attempt admit(String userName, String address, Optional<String> deviceToken) {
        return admit("", userName, address, devices.find(userName, deviceToken));
    }

    /// Lets a try at a second factor in.
    ///
    /// @throws ApiException 429 `too_many_attempts` with the time to wait
    Attempt admitFactor(String userName, String address, Optional<String> deviceToken) {
        return admit("factor-", userName, address, devices.find(userName, deviceToken));
    }

    /// Lets a try in that names no account: a passkey, a one-time code.
    ///
    /// @throws ApiException 429 `too_many_attempts` with the time to wait
    Attempt admitAddress(String address) {
        Attempt attempt = new Attempt(List.of(ofAddress(address)));
        hold(attempt, clock.instant());
        return attempt;
    }

    private Attempt admit(String kind, String userName, String address, Optional<String> device) {
        Instant now = clock.instant();
        if (device.isEmpty()) {
            holdCrowd(now);
        }
        Attempt attempt = new Attempt(subjects(kind, userName, address, device));
        hold(attempt, now);
        return attempt;
    }

    private void hold(Attempt attempt, Instant now) {
        for (Subject subject : attempt.subjects()) {
            Duration wait =
                    counts.findBySubject(subject.key())
                            .map(count -> remaining(count, subject.free(), now))
                            .orElse(Duration.ZERO);
            if (wait.isPositive()) {
                throw ApiException.tooManyAttempts(wait);
            }
        }
    }

    /// Counts a failure.
    void failed(Attempt attempt) {
        Instant now = clock.instant();
        counts.clearBefore(now.minus(FORGET_AFTER));
        attempt.subjects().forEach(subject -> counts.count(subject.key(), now));
        counts.count(minute(now), now);
    }

    /// When very many tries fail within one minute, from wherever, only browsers that are known are
    /// heard until the next one.
    private void holdCrowd(Instant now) {
        int failures = counts.findBySubject(minute(now)).map(ThrottleCount::failures).orElse(0);
        if (failures >= FAILURES_PER_MINUTE) {
            Instant next = now.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
            throw ApiException.tooManyAttempts(Duration.between(now, next));
        }
    }

    private static String minute(Instant now) {
        return "minute:" + now.getEpochSecond() / 60;
    }

    /// Forgets the failures of the account or device; the address keeps its count.
    void succeeded(Attempt attempt) {
        counts.clear(attempt.subjects().getFirst().key());
    }

    /// Makes the browser known to the account.
    void remember(String userName, HttpServletRequest request, HttpServletResponse response) {
        devices.remember(userName, request, response);
    }

    static Duration delay(int failures, int free) {
        int beyond = failures - free;
        if (beyond < 0) {
            return Duration.ZERO;
        }
        return beyond >= 10 ? MAX_DELAY : FIRST_DELAY.multipliedBy(1L << beyond);
    }

    /// A failure that lies ahead (a clock set back while we were not running) does not tell how
    /// long ago it was: nobody waits for it, and the next one is counted from now.
    private static Duration remaining(ThrottleCount count, int free, Instant now) {
        Duration since = Duration.between(count.lastFailureAt(), now);
        return since.isNegative() ? Duration.ZERO : delay(count.failures(), free).minus(since);
    }

    /// An IPv6 customer has a whole /64, so that is what counts as one address.
    static Subject ofAddress(String address) {
        String key = address;
        if (address.indexOf(':') >= 0) {
            // In brackets, as the servlet API has it; a zone says which cable, not who.
            String literal = address.replaceAll("[\\[\\]]|%.*", "");
            byte[] bytes = InetAddress.ofLiteral(literal).getAddress();
            key = HexFormat.of().formatHex(bytes, 0, Math.min(IPV6_NETWORK_BYTES, bytes.length));
        }
        return new Subject("address:" + key, FREE_PER_ADDRESS);
    }

    private static List<Subject> subjects(
            String kind, String userName, String address, Optional<String> device) {
        List<Subject> subjects = new ArrayList<>();
        if (device.isPresent()) {
            subjects.add(new Subject(kind + "device:" + device.get(), FREE_PER_ACCOUNT));
        } else {
            // Hashed, since what is typed into the name field is sometimes a password.
            subjects.add(
                    new Subject(
                            kind + "account:" + Secrets.sha256(userName.toLowerCase(Locale.ROOT)),
                            FREE_PER_ACCOUNT));
            subjects.add(ofAddress(address));
        }
        return subjects;
    }
}

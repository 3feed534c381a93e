package dev.procdeck.server.session;

import dev.procdeck.server.security.Secrets;
import dev.procdeck.server.security.SessionCookie;
import dev.procdeck.server.time.SteadyClock;
import dev.procdeck.server.users.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Remembers from which browsers an account has signed in, so that a stranger's wrong guesses
/// cannot keep the owner out: a known browser is counted on its own. Knowing the cookie gives
/// nothing else. Thread-safe.
@Component
class KnownDevices {
    static final String COOKIE = "__Host-device";
    private static final int PER_ACCOUNT = 10;
    private static final Duration LIFETIME = Duration.ofDays(180);

    private final KnownDeviceRepository devices;
    private final Users users;
    private final SteadyClock clock;

    KnownDevices(KnownDeviceRepository devices, Users users, SteadyClock clock) {
        this.devices = devices;
        this.users = users;
        this.clock = clock;
    }

    /// The hash of the device's token, if it is one of this account's.
    Optional<String> find(String userName, Optional<String> token) {
        return token.filter(value -> value.length() <= 100)
                .map(Secrets::sha256)
                .flatMap(devices::findByTokenHash)
                .filter(device ->
                        users.find(userName)
                                .filter(user -> user.userName().equals(device.userName()))
                                .isPresent())
                .map(KnownDevice::tokenHash);
    }

    /// Makes the browser known, or notes that it was used again.
    void remember(String userName, HttpServletRequest request, HttpServletResponse response) {
        Optional<KnownDevice> known =
                SessionCookie.read(request, COOKIE)
                        .filter(value -> value.length() <= 100)
                        .map(Secrets::sha256)
                        .flatMap(devices::findByTokenHash)
                        .filter(device -> device.userName().equals(userName));
        if (known.isPresent()) {
            KnownDevice device = known.get();
            devices.save(
                    new KnownDevice(device.id(), device.tokenHash(), userName, clock.instant()));
            return;
        }
        String token = Secrets.token();
        devices.save(new KnownDevice(null, Secrets.sha256(token), userName, clock.instant()));
        List<KnownDevice> all = devices.findByUserNameOrderByLastUsedAtDesc(userName);
        if (all.size() > PER_ACCOUNT) {
            devices.deleteAll(all.subList(PER_ACCOUNT, all.size()));
        }
        SessionCookie.write(response, COOKIE, token, LIFETIME.toSeconds());
    }
}

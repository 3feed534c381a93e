package dev.procdeck.server.session;

import dev.procdeck.server.factors.Factors;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.operations.Intent;
import dev.procdeck.server.operations.LogType;
import dev.procdeck.server.operations.OperationLog;
import dev.procdeck.server.operations.Outcome;
import dev.procdeck.server.operations.RetStatus;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Factor;
import dev.procdeck.server.security.SessionCookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/// Takes the codes that complete a sign-in or renew it. Wrong ones are counted apart from wrong
/// passwords: whoever knows the password must not get fresh guesses at the code by signing in
/// again. Thread-safe.
@Service
class SecondFactor {
    private final Factors factors;
    private final SignInThrottle throttle;
    private final Entrance entrance;
    private final OperationLog log;

    SecondFactor(Factors factors, SignInThrottle throttle, Entrance entrance, OperationLog log) {
        this.factors = factors;
        this.throttle = throttle;
        this.entrance = entrance;
        this.log = log;
    }

    /// Takes a code of the app or a recovery code.
    ///
    /// @throws ApiException 401 `wrong_code`, 429 `too_many_attempts`
    Actor prove(
            Actor actor,
            Factor factor,
            String code,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<String> device = SessionCookie.read(request, KnownDevices.COOKIE);
        SignInThrottle.Attempt attempt =
                throttle.admitFactor(actor.userName(), request.getRemoteAddr(), device);
        boolean right =
                factor == Factor.TOTP
                        ? factors.proveTotp(actor.userName(), code)
                        : factors.useRecoveryCode(actor.userName(), code);
        if (!right) {
            throttle.failed(attempt);
            log.note(
                    Intent.of(
                            actor,
                            LogType.SESSION,
                            "second_factor",
                            actor.userName(),
                            "account",
                            "second_factor"),
                    RetStatus.FAILED,
                    Outcome.of("wrong_code", Map.of("factor", factor.word())));
            throw ApiException.of(HttpStatus.UNAUTHORIZED, "wrong_code");
        }
        throttle.succeeded(attempt);
        return entrance.renew(actor, factor, request, response);
    }
}

package dev.procdeck.server.session;

import dev.procdeck.server.factors.Passkeys;
import dev.procdeck.server.factors.Site;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.RequestId;
import dev.procdeck.server.operations.Intent;
import dev.procdeck.server.operations.LogType;
import dev.procdeck.server.operations.OperationLog;
import dev.procdeck.server.operations.Outcome;
import dev.procdeck.server.operations.RetStatus;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Factor;
import dev.procdeck.server.users.AppUser;
import dev.procdeck.server.users.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/// Takes what a passkey has signed. Since its authenticator has verified the user, it is complete
/// by itself. Thread-safe.
@Service
class PasskeySignIn {
    private final Passkeys passkeys;
    private final Users users;
    private final SignInThrottle throttle;
    private final Entrance entrance;
    private final OperationLog log;

    PasskeySignIn(
            Passkeys passkeys,
            Users users,
            SignInThrottle throttle,
            Entrance entrance,
            OperationLog log) {
        this.passkeys = passkeys;
        this.users = users;
        this.throttle = throttle;
        this.entrance = entrance;
        this.log = log;
    }

    /// Signs in, or completes or renews the session that there is.
    ///
    /// @throws ApiException 401 `passkey_refused`, 429 `too_many_attempts`
    Actor prove(
            Optional<Actor> present,
            Passkeys.Assertion assertion,
            HttpServletRequest request,
            HttpServletResponse response) {
        SignInThrottle.Attempt attempt = throttle.admitAddress(request.getRemoteAddr());
        Optional<AppUser> proved =
                passkeys.finishAuthentication(
                                present.map(Actor::userName), Site.of(request), assertion)
                        .flatMap(users::find)
                        .filter(AppUser::isActive);
        if (proved.isEmpty()) {
            throttle.failed(attempt);
            log.note(failure(present, request), RetStatus.FAILED, Outcome.of("passkey_refused"));
            throw ApiException.of(HttpStatus.UNAUTHORIZED, "passkey_refused");
        }
        return present.isPresent()
                ? entrance.renew(present.get(), Factor.PASSKEY, request, response)
                : entrance.open(proved.get(), Set.of(Factor.PASSKEY), request, response);
    }

    private static Intent failure(Optional<Actor> present, HttpServletRequest request) {
        return present.map(actor ->
                        Intent.of(
                                actor,
                                LogType.SESSION,
                                "second_factor",
                                actor.userName(),
                                "account",
                                "second_factor"))
                .orElseGet(() ->
                        Intent.ofAnonymous(
                                LogType.SESSION,
                                "sign_in",
                                request.getRemoteAddr(),
                                "",
                                "account",
                                "sign_in",
                                RequestId.of(request)));
    }
}

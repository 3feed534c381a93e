package dev.procdeck.server.session;

import dev.procdeck.server.factors.Factors;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.http.RequestId;
import dev.procdeck.server.operations.Intent;
import dev.procdeck.server.operations.LogType;
import dev.procdeck.server.operations.OperationLog;
import dev.procdeck.server.operations.Outcome;
import dev.procdeck.server.operations.Refusals;
import dev.procdeck.server.operations.RetStatus;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Factor;
import dev.procdeck.server.security.SessionCookie;
import dev.procdeck.server.security.StepUp;
import dev.procdeck.server.users.Accounts;
import dev.procdeck.server.users.AppUser;
import dev.procdeck.server.users.Author;
import dev.procdeck.server.users.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/// Proves passwords, and ends sessions on somebody's behalf. Every try is a row of the operation
/// log. Thread-safe.
@Service
public class SignIn {
    private final Users users;
    private final Sessions sessions;
    private final SignInThrottle throttle;
    private final Accounts accounts;
    private final OperationLog log;
    private final Refusals refusals;
    private final Factors factors;
    private final Entrance entrance;

    SignIn(
            Users users,
            Sessions sessions,
            SignInThrottle throttle,
            Accounts accounts,
            OperationLog log,
            Refusals refusals,
            Factors factors,
            Entrance entrance) {
        this.users = users;
        this.sessions = sessions;
        this.throttle = throttle;
        this.accounts = accounts;
        this.log = log;
        this.refusals = refusals;
        this.factors = factors;
        this.entrance = entrance;
    }

    /// Signs in. A wrong password, an unknown name and a disabled account get the same answer.
    ///
    /// @throws ApiException 401 `bad_credentials`, 429 `too_many_attempts`
    Actor signIn(
            String userName,
            String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<String> device = SessionCookie.read(request, KnownDevices.COOKIE);
        SignInThrottle.Attempt attempt = throttle.admit(userName, request.getRemoteAddr(), device);
        Optional<AppUser> proved = users.prove(userName, password);
        if (proved.isEmpty()) {
            throttle.failed(attempt);
            log.note(failure(userName, request), RetStatus.FAILED, Outcome.of("bad_credentials"));
            throw ApiException.of(HttpStatus.UNAUTHORIZED, "bad_credentials");
        }
        throttle.succeeded(attempt);
        return entrance.open(proved.get(), Set.of(Factor.PASSWORD), request, response);
    }

    /// Proves the password again for sensitive acts; the session gets a new token. Where there is a
    /// second factor, that is asked for: whoever took an open session may have seen the password.
    ///
    /// @throws ApiException 401 `bad_credentials`, 401 `second_factor_required` when the account
    ///   has a stronger factor to prove, 429 `too_many_attempts`
    Actor stepUp(
            Actor actor,
            String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (factors.isEnrolled(actor.userName())) {
            throw StepUp.secondFactorRequired();
        }
        Optional<String> device = SessionCookie.read(request, KnownDevices.COOKIE);
        SignInThrottle.Attempt attempt =
                throttle.admit(actor.userName(), request.getRemoteAddr(), device);
        Intent intent =
                Intent.of(
                        actor, LogType.SESSION, "step_up", actor.userName(), "account", "step_up");
        Optional<AppUser> proved = users.prove(actor.userName(), password);
        if (proved.isEmpty()) {
            throttle.failed(attempt);
            log.note(intent, RetStatus.FAILED, Outcome.of("bad_credentials"));
            throw ApiException.of(HttpStatus.UNAUTHORIZED, "bad_credentials");
        }
        throttle.succeeded(attempt);
        return entrance.renew(actor, Factor.PASSWORD, request, response);
    }

    /// Changes one's own password: this session gets a new token, and the others end.
    ///
    /// @param keepOthers whether they live on
    ///
    /// @throws ApiException 400 when the present password is wrong or the new one is not taken; 429
    Actor changePassword(
            Actor actor,
            String current,
            String fresh,
            boolean keepOthers,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<String> device = SessionCookie.read(request, KnownDevices.COOKIE);
        SignInThrottle.Attempt attempt =
                throttle.admit(actor.userName(), request.getRemoteAddr(), device);
        if (users.prove(actor.userName(), current).isEmpty()) {
            throttle.failed(attempt);
            throw refusals.refuse(
                    Intent.of(
                            actor,
                            LogType.ACCOUNT,
                            "user_password",
                            actor.userName(),
                            "account",
                            "user_password"),
                    ApiException.invalid(FieldProblem.of("currentPassword", "wrong_password")));
        }
        throttle.succeeded(attempt);
        Author author = Author.of(actor);
        if (keepOthers) {
            accounts.setPasswordQuietly(author, actor.userName(), "newPassword", fresh);
            return entrance.strengthen(actor, Factor.PASSWORD, request, response);
        }
        AppUser changed = accounts.setPassword(author, actor.userName(), "newPassword", fresh);
        return entrance.open(changed, actor.factors(), request, response);
    }

    /// Ends one session on somebody's behalf.
    ///
    /// @return whether there was one
    boolean endSession(Actor actor, String userName, String sessionId) {
        boolean ended = sessions.end(userName, sessionId, "session_ended");
        if (ended) {
            log.note(
                    Intent.of(
                            actor,
                            LogType.SESSION,
                            "session_end",
                            userName,
                            "account",
                            "session_end"),
                    RetStatus.SUCCEEDED,
                    Outcome.of("session_ended"));
        }
        return ended;
    }

    /// Ends all sessions of an account on an administrator's behalf.
    void endSessions(Actor actor, String userName) {
        endSessions(actor, userName, "");
    }

    /// Ends all sessions of one's own account but the one that asks.
    void endOtherSessions(Actor actor) {
        endSessions(actor, actor.userName(), actor.sessionId());
    }

    private void endSessions(Actor actor, String userName, String exceptSessionId) {
        sessions.endAll(userName, exceptSessionId, "session_ended");
        log.note(
                Intent.of(
                        actor, LogType.SESSION, "session_end", userName, "account", "session_end"),
                RetStatus.SUCCEEDED,
                Outcome.of("session_ended"));
    }

    /// Ends the session and removes its cookie.
    void signOut(Actor actor, HttpServletResponse response) {
        sessions.end(actor.userName(), actor.sessionId(), "signed_out");
        log.note(
                Intent.of(
                        actor,
                        LogType.SESSION,
                        "sign_out",
                        actor.userName(),
                        "account",
                        "sign_out"),
                RetStatus.SUCCEEDED,
                Outcome.of("signed_out"));
        SessionCookie.clear(response);
    }

    /// The name that was typed is kept only when it is an account's: it may be a password in the
    /// wrong field.
    private Intent failure(String userName, HttpServletRequest request) {
        String name = users.find(userName).map(AppUser::userName).orElse("");
        Intent anonymous =
                Intent.ofAnonymous(
                        LogType.SESSION,
                        "sign_in",
                        request.getRemoteAddr(),
                        name,
                        "account",
                        "sign_in",
                        RequestId.of(request));
        return anonymous;
    }
}

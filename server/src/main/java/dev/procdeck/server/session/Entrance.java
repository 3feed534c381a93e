package dev.procdeck.server.session;

import dev.procdeck.server.http.RequestId;
import dev.procdeck.server.operations.Intent;
import dev.procdeck.server.operations.LogType;
import dev.procdeck.server.operations.OperationLog;
import dev.procdeck.server.operations.Outcome;
import dev.procdeck.server.operations.RetStatus;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.ActorAuthentication;
import dev.procdeck.server.security.Factor;
import dev.procdeck.server.security.SessionCookie;
import dev.procdeck.server.users.AppUser;
import dev.procdeck.server.users.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.session.SessionAuthenticationStrategy;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfAuthenticationStrategy;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;

/// Lets those in who have proved something: opens or renews the session, sends its cookies and
/// writes the row of the operation log. A session that lacks a factor is opened too, for proving
/// it. Thread-safe.
@Component
public class Entrance {
    private final Users users;
    private final Sessions sessions;
    private final SignInThrottle throttle;
    private final OperationLog log;
    private final SessionAuthenticationStrategy csrf;

    Entrance(
            Users users,
            Sessions sessions,
            SignInThrottle throttle,
            OperationLog log,
            CookieCsrfTokenRepository csrfTokens) {
        this.users = users;
        this.sessions = sessions;
        this.throttle = throttle;
        this.log = log;
        this.csrf = new CsrfAuthenticationStrategy(csrfTokens);
    }

    /// Opens a session for an account that has just proved these factors.
    public Actor open(
            AppUser user,
            Set<Factor> proved,
            HttpServletRequest request,
            HttpServletResponse response) {
        SessionCookie.read(request)
                .flatMap(old ->
                        sessions.resolve(old, request.getRemoteAddr(), RequestId.of(request)))
                .ifPresent(old -> sessions.end(old.userName(), old.sessionId(), "signed_out"));
        String agent = Optional.ofNullable(request.getHeader("User-Agent")).orElse("");
        Sessions.Issued issued =
                sessions.open(user, proved, request.getRemoteAddr(), agent, RequestId.of(request));
        if (!issued.actor().isComplete()) {
            log.note(
                    intent(issued.actor()),
                    RetStatus.SUCCEEDED,
                    Outcome.of(
                            issued.actor().factorMissing()
                                    ? "second_factor_wanted"
                                    : "second_factor_due"));
        } else {
            complete(user, issued.actor(), request, response);
        }
        send(issued, request, response);
        return issued.actor();
    }

    /// Renews the session of an actor who has just proved this factor: completes a sign-in that
    /// lacked it, else counts as step-up. The session gets a new token.
    Actor renew(
            Actor actor, Factor factor, HttpServletRequest request, HttpServletResponse response) {
        AppUser user = users.require(actor.userName());
        Sessions.Issued issued = sessions.renew(actor, user, factor);
        if (actor.factorMissing()) {
            complete(user, issued.actor(), request, response);
        } else {
            log.note(
                    Intent.of(
                            actor,
                            LogType.SESSION,
                            "step_up",
                            actor.userName(),
                            "account",
                            "step_up"),
                    RetStatus.SUCCEEDED,
                    Outcome.of("stepped_up", Map.of("factor", factor.word())));
        }
        send(issued, request, response);
        return issued.actor();
    }

    /// Gives the session a factor that its owner has just added, and a new token. That completes a
    /// sign-in for which one had to be added.
    Actor strengthen(
            Actor actor, Factor factor, HttpServletRequest request, HttpServletResponse response) {
        AppUser user = users.require(actor.userName());
        Sessions.Issued issued = sessions.renew(actor, user, factor);
        if (actor.factorDue()) {
            complete(user, issued.actor(), request, response);
        }
        send(issued, request, response);
        return issued.actor();
    }

    private void complete(
            AppUser user, Actor actor, HttpServletRequest request, HttpServletResponse response) {
        users.noteSignIn(user);
        log.note(
                intent(actor),
                RetStatus.SUCCEEDED,
                Outcome.of("signed_in", Map.of("factors", Factor.words(actor.factors()))));
        throttle.remember(user.userName(), request, response);
    }

    private static Intent intent(Actor actor) {
        return Intent.of(actor, LogType.SESSION, "sign_in", actor.userName(), "account", "sign_in");
    }

    /// Sends the session's cookie, and a new CSRF token with it.
    private void send(
            Sessions.Issued issued, HttpServletRequest request, HttpServletResponse response) {
        SessionCookie.write(response, issued.token());
        ActorAuthentication authentication = new ActorAuthentication(issued.actor());
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication);
        SecurityContextHolder.setContext(context);
        csrf.onAuthentication(authentication, request, response);
        if (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) {
            // Without this question the strategy only deletes the old cookie.
            token.getToken();
        }
    }
}

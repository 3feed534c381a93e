package dev.procdeck.server.session;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.http.Page;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Factor;
import dev.procdeck.server.security.Gate;
import dev.procdeck.server.security.Right;
import dev.procdeck.server.users.Users;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/account`: one's own password and sessions; and, for administrators, ending the sessions
/// of others.
@RestController
public class AccountController {
    private final Sessions sessions;
    private final SignIn signIn;
    private final SessionViews views;
    private final Users users;

    AccountController(Sessions sessions, SignIn signIn, SessionViews views, Users users) {
        this.sessions = sessions;
        this.signIn = signIn;
        this.views = views;
        this.users = users;
    }

    /// One of the sessions of the account.
    ///
    /// @param factors how it was proved
    /// @param complete whether every factor was proved; one that is not reaches nothing, but
    ///   whoever opened it knows the password
    /// @param current whether it is the one that asks
    public record SessionItem(
            String id,
            Instant createdAt,
            Instant lastSeenAt,
            String remoteAddress,
            String userAgent,
            List<Factor> factors,
            boolean complete,
            boolean current) {}

    /// What changing one's own password takes.
    ///
    /// @param keepOtherSessions whether the other sessions live on; they end unless this is true
    public record PasswordChangeRequest(
            @Nullable String currentPassword,
            @Nullable String newPassword,
            @Nullable Boolean keepOtherSessions) {}

    /// The sessions of one's own account.
    @GetMapping("/api/v1/account/sessions")
    @Gate
    public Page<SessionItem> listOwnSessions(Actor actor) {
        List<SessionItem> items =
                sessions.list(actor.userName()).stream()
                        .map(session ->
                                new SessionItem(
                                        session.publicId(),
                                        session.createdAt(),
                                        session.lastSeenAt(),
                                        session.remoteAddress(),
                                        session.userAgent(),
                                        session.provedFactors().stream().sorted().toList(),
                                        !sessions.isFactorMissing(session),
                                        session.publicId().equals(actor.sessionId())))
                        .toList();
        return new Page<>(items.size(), items);
    }

    /// Ends all sessions of one's own account but this one.
    @DeleteMapping("/api/v1/account/sessions")
    @Gate
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void endOtherSessions(Actor actor) {
        signIn.endOtherSessions(actor);
    }

    /// Ends one of the sessions of one's own account.
    @DeleteMapping("/api/v1/account/sessions/{id}")
    @Gate
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void endOwnSession(@PathVariable String id, Actor actor) {
        if (!signIn.endSession(actor, actor.userName(), id)) {
            throw ApiException.notFound();
        }
    }

    /// Changes one's own password, ends all other sessions unless asked not to, and renews this
    /// one.
    @PostMapping("/api/v1/account/password")
    @Gate
    public SessionView changeOwnPassword(
            @RequestBody PasswordChangeRequest body,
            Actor actor,
            HttpServletRequest request,
            HttpServletResponse response) {
        String current = required("currentPassword", body.currentPassword());
        String fresh = required("newPassword", body.newPassword());
        boolean keep = Boolean.TRUE.equals(body.keepOtherSessions());
        return views.of(signIn.changePassword(actor, current, fresh, keep, request, response));
    }

    /// Ends every session of an account.
    @DeleteMapping("/api/v1/users/{userName}/sessions")
    @Gate(value = Right.USERS, stepUp = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    public void endUserSessions(@PathVariable String userName, Actor actor) {
        signIn.endSessions(actor, users.require(userName).userName());
    }

    private static String required(String field, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw ApiException.invalid(FieldProblem.of(field, "required"));
        }
        return value;
    }
}

package dev.procdeck.server.session;

import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.StepUp;
import dev.procdeck.server.users.Users;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Makes the body of `/session`. Thread-safe.
@Component
public class SessionViews {
    private final Users users;
    private final StepUp stepUp;
    private final SessionNotices notices;

    SessionViews(Users users, StepUp stepUp, SessionNotices notices) {
        this.users = users;
        this.stepUp = stepUp;
        this.notices = notices;
    }

    /// The view of this actor, or of nobody.
    public SessionView of(@Nullable Actor actor) {
        long maxAge = stepUp.maxAge().toSeconds();
        if (actor == null) {
            return new SessionView(
                    users.isEmpty(),
                    false,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    maxAge,
                    null,
                    List.of());
        }
        return new SessionView(
                false,
                true,
                actor.userName(),
                actor.role(),
                actor.language(),
                SessionView.Rights.of(actor.role()),
                actor.sessionId(),
                actor.signedInAt(),
                actor.factorAt().plus(stepUp.maxAge()),
                maxAge,
                notices.readOnlyReason(),
                notices.of(actor));
    }
}

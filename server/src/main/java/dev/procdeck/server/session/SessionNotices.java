package dev.procdeck.server.session;

import dev.procdeck.server.ServerOptions;
import dev.procdeck.server.factors.Factors;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Right;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What every signed-in page should say at its top. The link to the agent sets why nobody may act.
/// Thread-safe.
@Component
public class SessionNotices {
    private final Factors factors;
    private final boolean reachable;
    private final AtomicReference<SessionView.@Nullable Notice> readOnly = new AtomicReference<>();

    public SessionNotices(ServerOptions options, Factors factors) {
        this.factors = factors;
        String bind = options.bind();
        this.reachable = bind != null && !InetAddress.ofLiteral(bind).isLoopbackAddress();
    }

    /// Says why nobody may act at the moment; null when they may.
    public void setReadOnly(SessionView.@Nullable Notice reason) {
        readOnly.set(reason);
    }

    /// Why nobody may act at the moment.
    SessionView.@Nullable Notice readOnly() {
        return readOnly.get();
    }

    List<SessionView.Notice> of(Actor actor) {
        return reachable && actor.may(Right.USERS) && !factors.isEnrolled(actor.userName())
                ? List.of(new SessionView.Notice("second_factor_advised", Map.of()))
                : List.of();
    }
}

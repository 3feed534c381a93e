package dev.procdeck.server.policy;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.PolicyView;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.operation.Actor;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.Role;
import dev.procdeck.server.agent.AgentLink;
import dev.procdeck.server.agent.LinkState;
import dev.procdeck.server.security.RequiredFactor;
import dev.procdeck.server.session.SessionNotices;
import dev.procdeck.server.session.SessionView;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Tells every page why nobody may act at the moment: the agent is away, or its policy lets nobody;
/// and the sessions from which role on a second factor is required.
@Component
class ReadOnlyState implements AgentLink.Listener {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Actor NOBODY = new Actor("-", Role.VIEWER, "-", "-", Instant.EPOCH);

    private final AgentLink link;
    private final SessionNotices notices;
    private final RequiredFactor required;

    ReadOnlyState(AgentLink link, SessionNotices notices, RequiredFactor required) {
        this.link = link;
        this.notices = notices;
        this.required = required;
        notices.setReadOnly(bare("agent_unavailable"));
        link.listen(this);
    }

    @Override
    public void live(Live live) {
        if (live instanceof Live.PolicyChanged(Problem lookOnly, Role from)) {
            take(lookOnly, from);
        }
    }

    @Override
    public void stateChanged(LinkState state) {
        if (!state.connected()) {
            boolean differs = "version_mismatch".equals(state.reason());
            notices.setReadOnly(bare(differs ? "version_mismatch" : "agent_unavailable"));
            return;
        }
        notices.setReadOnly(null);
        var _ =
                link.send(new Query.Policy(NOBODY), DEADLINE)
                        .thenAccept((Answer answer) -> {
                            if (answer instanceof PolicyView policy) {
                                take(policy.lookOnly(), policy.secondFactorFrom());
                            }
                        });
    }

    /// A policy that cannot be read says nothing of second factors: what was required stays so.
    private void take(@Nullable Problem lookOnly, @Nullable Role from) {
        notices.setReadOnly(
                lookOnly == null
                        ? null
                        : new SessionView.Notice(
                                lookOnly.code(), Map.copyOf(lookOnly.parameters())));
        if (lookOnly == null) {
            required.set(
                    from == null ? null : dev.procdeck.server.security.Role.valueOf(from.name()));
        }
    }

    private static SessionView.Notice bare(String code) {
        return new SessionView.Notice(code, Map.of());
    }
}

package dev.procdeck.server.security;

import java.util.ArrayList;
import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/// Spring Security's view of an [Actor]: the factors with the time the last was proved, and the
/// role once they are all there.
public final class ActorAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    /// Held once every factor that the account asks for is proved; without it no route but the
    /// second factor's is open.
    static final String SIGNED_IN = "SIGNED_IN";

    /// Held by those who must add a second factor before anything else.
    static final String FACTOR_DUE = "FACTOR_DUE";

    private final transient Actor actor;

    public ActorAuthentication(Actor actor) {
        super(authorities(actor));
        this.actor = actor;
        super.setAuthenticated(true);
    }

    private static List<GrantedAuthority> authorities(Actor actor) {
        List<GrantedAuthority> all = new ArrayList<>();
        for (Factor factor : actor.factors()) {
            all.add(
                    FactorGrantedAuthority.withAuthority("FACTOR_" + factor.name())
                            .issuedAt(actor.factorAt())
                            .build());
        }
        if (actor.isComplete()) {
            all.add(new SimpleGrantedAuthority(SIGNED_IN));
            all.add(new SimpleGrantedAuthority("ROLE_" + actor.role().name()));
        } else if (actor.factorDue()) {
            all.add(new SimpleGrantedAuthority(FACTOR_DUE));
        }
        return all;
    }

    Actor actor() {
        return actor;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return actor;
    }
}

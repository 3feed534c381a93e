package dev.procdeck.server.security;

import java.util.List;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/// Spring Security's view of an [Actor]: the role, and the password factor with the time it was
/// proved.
public final class ActorAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient Actor actor;

    public ActorAuthentication(Actor actor) {
        super(
                List.of(
                        new SimpleGrantedAuthority("ROLE_" + actor.role().name()),
                        FactorGrantedAuthority.withAuthority(
                                        FactorGrantedAuthority.PASSWORD_AUTHORITY)
                                .issuedAt(actor.factorAt())
                                .build()));
        this.actor = actor;
        super.setAuthenticated(true);
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

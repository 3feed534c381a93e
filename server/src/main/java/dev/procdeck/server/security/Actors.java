package dev.procdeck.server.security;

import dev.procdeck.server.http.ApiException;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/// Finds the [Actor] of the present request. Thread-safe.
@Component
public class Actors {
    /// The actor, if somebody is signed in.
    public Optional<Actor> find() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication instanceof ActorAuthentication signedIn
                ? Optional.of(signedIn.actor())
                : Optional.empty();
    }

    /// The actor, or 401 `sign_in_required`.
    public Actor current() {
        return find().orElseThrow(
                        () -> ApiException.of(HttpStatus.UNAUTHORIZED, "sign_in_required"));
    }
}

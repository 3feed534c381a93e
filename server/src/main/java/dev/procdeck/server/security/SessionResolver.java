package dev.procdeck.server.security;

import java.util.Optional;

/// Turns a session's token into the one it belongs to. The `session` package implements it.
public interface SessionResolver {
    /// The actor of a live session of an account that may sign in; the look counts as use of the
    /// session.
    Optional<Actor> resolve(String token, String remoteAddress, String requestId);
}

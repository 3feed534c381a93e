package dev.procdeck.protocol.operation;

import java.time.Instant;

/// Who asks. The server vouches for it; the agent still applies its own policy to it.
///
/// @param remoteAddress where the request came from, for the record
/// @param sessionId an opaque id of the session, not its secret
/// @param factorTime when the person last proved who they are
public record Actor(
        String userName, Role role, String remoteAddress, String sessionId, Instant factorTime) {}

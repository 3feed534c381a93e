package dev.procdeck.server.agent;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether the agent can be talked to. Immutable.
///
/// @param since when it became so
/// @param reason why not: `agent_away`, `agent_gone`, `agent_silent` or `version_mismatch`; null
///   when connected
/// @param agentVersion of the program, once it has greeted
/// @param bootId of the agent's host; empty before it has greeted
public record LinkState(
        boolean connected,
        Instant since,
        @Nullable String reason,
        @Nullable String agentVersion,
        String bootId) {}

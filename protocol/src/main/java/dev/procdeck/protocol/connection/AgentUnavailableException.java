package dev.procdeck.protocol.connection;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The connection to the agent is gone, so what was asked has no answer. An act may or may not have
/// happened: ask for its outcome when the agent is back.
public final class AgentUnavailableException extends IOException {
    private static final long serialVersionUID = 1L;

    AgentUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

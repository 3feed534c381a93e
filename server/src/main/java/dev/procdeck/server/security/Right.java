package dev.procdeck.server.security;

/// One thing a role may or may not do. The agent's policy can take more away, never give more.
public enum Right {
    /// See the host, its processes, sockets and services, and one's own operations.
    LOOK,
    SIGNAL,
    PRIORITY,
    SERVICE_START,
    SERVICE_STOP,
    SERVICE_RESTART,
    SERVICE_RELOAD,
    SERVICE_ENABLE,
    SERVICE_DISABLE,
    SERVICE_RESET_FAILED,
    /// Run custom commands.
    COMMAND,
    /// Run the commands that the policy holds ready.
    TEMPLATE,
    /// Manage accounts and everybody's sessions.
    USERS,
    /// See the environment of processes, and what masking hides of it and of command lines.
    ENVIRONMENT,
    /// See everybody's operations.
    ALL_OPERATIONS
}

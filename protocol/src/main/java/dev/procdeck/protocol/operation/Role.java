package dev.procdeck.protocol.operation;

/// What a person may do at most; the policy narrows it.
public enum Role {
    /// Looks.
    VIEWER,
    /// Also acts where the policy lets operators.
    OPERATOR,
    /// Also runs custom commands and manages accounts.
    ADMIN
}

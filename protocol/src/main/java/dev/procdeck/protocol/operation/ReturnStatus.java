package dev.procdeck.protocol.operation;

/// How an act ended.
public enum ReturnStatus {
    /// The agent still works on it.
    PENDING,
    /// It was seen to take effect.
    SUCCEEDED,
    /// It was tried and did not take effect.
    FAILED,
    /// It was not tried.
    REFUSED,
    /// It may or may not have taken effect; never run again by itself.
    UNKNOWN
}

package dev.procdeck.protocol.operation;

/// What can be asked of a service.
public enum ServiceVerb {
    START,
    STOP,
    RESTART,
    RELOAD,
    ENABLE,
    DISABLE,
    RESET_FAILED
}

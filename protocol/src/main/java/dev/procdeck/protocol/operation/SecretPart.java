package dev.procdeck.protocol.operation;

/// What masking hides of one process.
public enum SecretPart {
    ARGUMENTS,
    ENVIRONMENT
}

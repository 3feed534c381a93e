package dev.procdeck.protocol.operation;

/// What happens when another job is already queued for the unit.
public enum JobMode {
    /// Refuse and say so: the default.
    FAIL,
    /// Replace it: only after a person saw the conflict.
    REPLACE
}

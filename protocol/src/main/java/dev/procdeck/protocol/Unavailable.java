package dev.procdeck.protocol;

/// Why a value could not be had. Shown to people as such, never as a number.
public enum Unavailable {
    /// The agent lacks the right to read it.
    DENIED,
    /// This kernel, service manager or host does not provide it.
    UNSUPPORTED
}

package dev.procdeck.server.users;

/// An account changed in a way that its sessions must feel. Published after the change is
/// committed.
public record AccountChanged(String userName, Kind kind) {
    /// What changed.
    public enum Kind {
        ROLE,
        DISABLED,
        PASSWORD,
        /// All its second factors were removed.
        FACTORS
    }
}

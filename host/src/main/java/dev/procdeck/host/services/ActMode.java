package dev.procdeck.host.services;

/// What to do when another job stands in the way.
public enum ActMode {
    /// Refuse and name the other job; what a click does.
    FAIL,
    /// Cancel the other job; only as a person's explicit second choice.
    REPLACE
}

package dev.procdeck.host.services;

/// Work the manager has queued for a unit.
///
/// @param type `start`, `stop`, `restart`, `reload`, `verify-active`, …
/// @param state `waiting` or `running`; empty when not known
public record ServiceJob(long id, String unit, String type, String state) {}

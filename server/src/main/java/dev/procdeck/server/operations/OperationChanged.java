package dev.procdeck.server.operations;

/// A record was added or has ended; published after the commit, on the thread that wrote it.
///
/// @param id the record
/// @param userName who did it: administrators and this user may see it
public record OperationChanged(long id, String userName) {}

package dev.procdeck.server.operations;

/// Somebody marked operations as seen, so the badge in that person's open pages is another.
///
/// @param userName whose badge it is
public record OperationsSeen(String userName) {}

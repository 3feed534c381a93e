package dev.procdeck.protocol.operation;

/// The record of an act that was made durable before the act: who wants it, under which id of the
/// operation log.
///
/// @param operationId the row of the operation log
/// @param requestId the id that every log line about this request carries
public record Intent(long operationId, String requestId, Actor actor) {}

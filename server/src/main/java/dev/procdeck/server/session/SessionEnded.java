package dev.procdeck.server.session;

/// A session ended before its time or by it; open streams of it must close. Published on the thread
/// that ended it.
///
/// @param reason the code that the page shows: `signed_out`, `session_ended`, `account_changed`,
///   `session_expired`
public record SessionEnded(String sessionId, String userName, String reason) {}

package dev.procdeck.server.session;

/// The open streams of an account must close and be asked for anew, because what it may see has
/// changed; its sessions live on.
///
/// @param reason the code that the page shows
public record StreamsEnded(String userName, String reason) {}

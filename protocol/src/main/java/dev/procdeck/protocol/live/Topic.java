package dev.procdeck.protocol.live;

/// What can be watched.
public enum Topic {
    RESOURCES,
    PROCESSES,
    SOCKETS,
    SERVICES,
    EVENTS
}

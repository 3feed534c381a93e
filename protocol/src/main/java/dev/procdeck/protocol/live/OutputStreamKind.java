package dev.procdeck.protocol.live;

/// Which stream of a command a piece of output came from.
public enum OutputStreamKind {
    STDOUT,
    STDERR
}

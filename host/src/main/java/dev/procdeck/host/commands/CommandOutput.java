package dev.procdeck.host.commands;

/// Receives a running command's output in order per stream; called on the command's own thread.
@FunctionalInterface
public interface CommandOutput {

    enum Stream {
        STDOUT,
        STDERR
    }

    /// Raw bytes; may end in the middle of a character.
    void chunk(Stream stream, byte[] bytes);
}

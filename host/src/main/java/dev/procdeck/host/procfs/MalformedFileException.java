package dev.procdeck.host.procfs;

/// A kernel file without what it must have; the message names file and field, never the content.
public final class MalformedFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MalformedFileException(String message) {
        super(message);
    }
}

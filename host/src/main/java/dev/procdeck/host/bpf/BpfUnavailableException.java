package dev.procdeck.host.bpf;

/// Why kernel programs cannot be used here; the message is for people.
public final class BpfUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    BpfUnavailableException(String reason) {
        super(reason);
    }
}

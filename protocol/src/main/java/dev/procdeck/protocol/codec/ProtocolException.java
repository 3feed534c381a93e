package dev.procdeck.protocol.codec;

import java.io.IOException;

/// The other half sent bytes that are not the protocol. The connection cannot be used any more.
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }

    ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}

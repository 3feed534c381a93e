package dev.procdeck.agent.journal;

import java.io.IOException;

/// The journal cannot record, so nothing may be done.
public final class JournalException extends IOException {
    private static final long serialVersionUID = 1L;

    JournalException(String message) {
        super(message);
    }

    JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}

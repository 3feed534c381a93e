package dev.procdeck.host.services;

import java.util.Locale;
import java.util.Optional;

/// What may be asked of a service.
public enum ServiceVerb {
    START,
    STOP,
    RESTART,
    RELOAD,
    ENABLE,
    DISABLE,
    RESET_FAILED;

    /// The word used on the wire and in shells: `start`, `reset-failed`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<ServiceVerb> findByWord(String word) {
        for (ServiceVerb verb : values()) {
            if (verb.word().equals(word)) {
                return Optional.of(verb);
            }
        }
        return Optional.empty();
    }
}

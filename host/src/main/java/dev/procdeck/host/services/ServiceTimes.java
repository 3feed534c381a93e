package dev.procdeck.host.services;

import java.time.Instant;
import java.util.Optional;

/// When the present and the last run began and ended; empty when it never happened.
public record ServiceTimes(
        Optional<Instant> activeEnter,
        Optional<Instant> activeExit,
        Optional<Instant> inactiveEnter,
        Optional<Instant> inactiveExit,
        Optional<Instant> mainStart,
        Optional<Instant> mainExit) {

    public static final ServiceTimes NONE =
            new ServiceTimes(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
}

package dev.procdeck.host.services;

import java.time.Duration;
import java.util.Optional;

/// What came of an act, with the state before and after it.
///
/// @param name the canonical name acted on, or the name asked for when there is no such service
public record ServiceAct(
        ServiceVerb verb,
        String name,
        ServiceOutcome outcome,
        Optional<ServiceState> before,
        Optional<ServiceState> after,
        Duration took) {}

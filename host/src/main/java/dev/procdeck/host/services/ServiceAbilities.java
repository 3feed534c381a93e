package dev.procdeck.host.services;

/// What the manager says can be done to one service, before any policy.
public record ServiceAbilities(
        boolean canStart,
        boolean canStop,
        boolean canRestart,
        boolean canReload,
        boolean refuseManualStart,
        boolean refuseManualStop) {}

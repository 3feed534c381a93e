package dev.procdeck.host.services;

import java.util.List;

/// One line of the list of services.
///
/// @param name canonical name, with suffix for units (`nginx.service`), `group:program` for
///   supervisord
/// @param manager [ServiceManager#name] of who rules it
public record ServiceRow(
        String name,
        String manager,
        String description,
        ServiceState state,
        ServiceUsage usage,
        ServiceAbilities abilities,
        List<ServiceJob> jobs) {
    public ServiceRow {
        jobs = List.copyOf(jobs);
    }
}

package dev.procdeck.host.services;

import java.util.Set;

/// Told of changes, coalesced; called on the manager's own thread, must return at once.
public interface ServiceListener {

    /// These services changed, appeared or vanished since the last call; read them with
    /// [ServiceManager#list].
    void changed(Set<String> names);

    /// The manager became available or unavailable.
    void availabilityChanged(ServiceListing.Availability availability);
}

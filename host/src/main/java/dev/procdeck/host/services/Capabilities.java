package dev.procdeck.host.services;

import java.util.Set;

/// What a manager can do at all; what is not in here is not offered.
///
/// @param verbs the verbs [ServiceManager#act] understands
/// @param replaces whether [ActMode#REPLACE] means anything
/// @param logs whether log lines of a service can be read by its name and invocation
/// @param timers whether the manager has timers
public record Capabilities(Set<ServiceVerb> verbs, boolean replaces, boolean logs, boolean timers) {
    public Capabilities {
        verbs = Set.copyOf(verbs);
    }
}

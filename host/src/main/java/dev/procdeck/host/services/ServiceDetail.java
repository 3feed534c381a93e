package dev.procdeck.host.services;

import java.util.List;
import java.util.Optional;

/// Everything known of one service.
///
/// @param type `simple`, `exec`, `notify`, `oneshot`, …; empty where the manager has no such thing
/// @param fragmentPath the unit file or script; empty when there is none
/// @param dropIns files that change it
/// @param execStart the commands that start it, each as an argument vector
/// @param exit how its main process ended the last time
/// @param statusText what the service says of itself; hostile text
/// @param loadError why the unit file could not be loaded; empty when it could
/// @param user the account it runs as; empty when the manager's own
public record ServiceDetail(
        ServiceRow row,
        String type,
        String fragmentPath,
        List<String> dropIns,
        List<List<String>> execStart,
        ServiceRelations relations,
        ServicePlan plan,
        List<ConditionCheck> conditions,
        Optional<ExitFact> exit,
        String statusText,
        String loadError,
        List<String> documentation,
        String user,
        ServiceTimes times,
        List<String> aliases) {}

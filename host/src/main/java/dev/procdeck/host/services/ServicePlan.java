package dev.procdeck.host.services;

import java.util.List;

/// What else an act would touch, worked out from the relations and present states before anything
/// is done.
///
/// @param startsAlso units that starting would start too
/// @param startStops running units that starting would stop, because of a conflict
/// @param stopsAlso running units that stopping or restarting would stop or restart too
/// @param mayBeStartedBy active units (sockets, timers, paths) that may start it again after a stop
/// @param complete false when the walk met its limit, so more may be touched
public record ServicePlan(
        List<String> startsAlso,
        List<String> startStops,
        List<String> stopsAlso,
        List<String> mayBeStartedBy,
        boolean complete) {

    public static final ServicePlan NONE =
            new ServicePlan(List.of(), List.of(), List.of(), List.of(), true);
}

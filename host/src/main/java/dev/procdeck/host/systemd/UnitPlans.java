package dev.procdeck.host.systemd;

import dev.procdeck.host.services.ServicePlan;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Works out what else an act on a unit would touch, by walking its relations. systemd offers no
/// dry run, so this is what its documentation says such relations do.
final class UnitPlans {

    /// Units looked at before giving up with an incomplete plan.
    private static final int LIMIT = 64;

    private static final List<String> PULLED_IN =
            List.of("Requires", "BindsTo", "Wants", "Upholds");
    private static final List<String> DRAGGED_DOWN =
            List.of("RequiredBy", "RequisiteOf", "BoundBy", "ConsistsOf", "PropagatesStopTo");
    private static final List<String> PUSHED_OUT = List.of("Conflicts", "ConflictedBy");

    /// Answers a unit's properties; [UnitProperties#NONE] for one that is gone.
    interface Lookup {
        UnitProperties of(String unit) throws BusException;
    }

    private final Lookup lookup;
    private int looked;

    UnitPlans(Lookup lookup) {
        this.lookup = lookup;
    }

    ServicePlan plan(UnitProperties unit) throws BusException {
        String name = unit.text("Id");
        Set<String> starts = new TreeSet<>();
        Set<String> pushed = new TreeSet<>();
        walk(unit, PULLED_IN, false, starts, pushed);
        Set<String> stops = new TreeSet<>();
        walk(unit, DRAGGED_DOWN, true, stops, new TreeSet<>());
        Set<String> startStops = new TreeSet<>();
        for (String other : pushed) {
            if (isUp(lookup.of(other))) {
                startStops.add(other);
            }
        }
        Set<String> triggers = new TreeSet<>();
        for (String other : unit.texts("TriggeredBy")) {
            if (isUp(lookup.of(other))) {
                triggers.add(other);
            }
        }
        starts.remove(name);
        stops.remove(name);
        startStops.remove(name);
        return new ServicePlan(
                List.copyOf(starts),
                List.copyOf(startStops),
                List.copyOf(stops),
                List.copyOf(triggers),
                looked < LIMIT);
    }

    /// Follows `relations` to units that are up (`wanted` true) or down, and on from those.
    private void walk(
            UnitProperties from,
            List<String> relations,
            boolean wanted,
            Set<String> found,
            Set<String> pushed)
            throws BusException {
        Deque<UnitProperties> open = new ArrayDeque<>(List.of(from));
        Set<String> seen = new HashSet<>(List.of(from.text("Id")));
        while (!open.isEmpty()) {
            UnitProperties unit = open.remove();
            PUSHED_OUT.forEach(relation -> pushed.addAll(unit.texts(relation)));
            for (String relation : relations) {
                for (String other : unit.texts(relation)) {
                    if (!seen.add(other) || looked >= LIMIT) {
                        continue;
                    }
                    looked++;
                    UnitProperties properties = lookup.of(other);
                    boolean loaded = properties.text("LoadState").equals("loaded");
                    if (loaded && isUp(properties) == wanted) {
                        found.add(other);
                        open.add(properties);
                    }
                }
            }
        }
    }

    private static boolean isUp(UnitProperties unit) {
        return switch (unit.text("ActiveState")) {
            case "active", "reloading", "activating" -> true;
            default -> false;
        };
    }
}

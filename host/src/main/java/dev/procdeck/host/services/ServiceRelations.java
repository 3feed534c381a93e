package dev.procdeck.host.services;

import java.util.List;

/// How a unit hangs together with others, in systemd's words; names are canonical and sorted.
public record ServiceRelations(
        List<String> requires,
        List<String> requisite,
        List<String> wants,
        List<String> bindsTo,
        List<String> partOf,
        List<String> requiredBy,
        List<String> wantedBy,
        List<String> boundBy,
        List<String> consistsOf,
        List<String> conflicts,
        List<String> conflictedBy,
        List<String> triggers,
        List<String> triggeredBy,
        List<String> after) {

    public static final ServiceRelations NONE =
            new ServiceRelations(
                    List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                    List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
}

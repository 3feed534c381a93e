package dev.procdeck.protocol.live;

import dev.procdeck.protocol.Unavailable;
import dev.procdeck.protocol.operation.ServiceVerb;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One service as the list shows it.
///
/// @param manager `systemd`, `sysv` or `supervisord`
/// @param fileState `enabled`, `disabled`, `static`, `masked` …; empty where the manager has no
///   such thing
/// @param result systemd's Result, for example `exit-code`; null where there is none
/// @param since when it entered its state
/// @param protection null, `refused` or `confirm`: what the policy says of acts on it
/// @param verbs what its manager can do with it
/// @param unavailable fields that could not be read, by name
public record ServiceRow(
        String name,
        String manager,
        String description,
        String loadState,
        String activeState,
        String subState,
        String fileState,
        @Nullable String result,
        @Nullable Integer mainPid,
        @Nullable Long memoryBytes,
        @Nullable Double cpuPercent,
        @Nullable Double cpuSeconds,
        @Nullable Long tasks,
        @Nullable Long restarts,
        @Nullable Instant since,
        @Nullable String protection,
        Set<ServiceVerb> verbs,
        Map<String, Unavailable> unavailable) {
    public ServiceRow {
        verbs = Set.copyOf(verbs);
        unavailable = Map.copyOf(unavailable);
    }
}

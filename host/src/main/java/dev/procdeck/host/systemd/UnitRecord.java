package dev.procdeck.host.systemd;

import dev.procdeck.host.services.ServiceAbilities;
import dev.procdeck.host.services.ServiceJob;
import dev.procdeck.host.services.ServiceRow;
import dev.procdeck.host.services.ServiceState;
import dev.procdeck.host.services.ServiceUsage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the table keeps of one unit: names, and the few properties a row shows. Immutable.
///
/// @param path its object on the bus; empty for a unit known by its file only
record UnitRecord(String name, String path, String fileState, UnitProperties properties) {

    /// Kept of a unit's properties; all of them are either signalled or fixed while it is loaded.
    static final Set<String> KEPT =
            Set.of(
                    "Id",
                    "Description",
                    "LoadState",
                    "ActiveState",
                    "SubState",
                    "UnitFileState",
                    "MainPID",
                    "Result",
                    "NRestarts",
                    "InvocationID",
                    "ControlGroup",
                    "CanStart",
                    "CanStop",
                    "CanReload",
                    "RefuseManualStart",
                    "RefuseManualStop",
                    "Job",
                    "ActiveEnterTimestamp",
                    "InactiveEnterTimestamp",
                    "StateChangeTimestamp");

    ServiceRow row(String manager, UnitCgroups cgroups, List<ServiceJob> jobs) {
        return new ServiceRow(
                name,
                manager,
                properties.text("Description"),
                state(fileState, properties),
                usage(properties, cgroups),
                abilities(properties),
                jobs);
    }

    static ServiceState state(String fileState, UnitProperties properties) {
        String active = properties.text("ActiveState");
        String ownFileState = properties.text("UnitFileState");
        return new ServiceState(
                properties.text("LoadState"),
                active,
                properties.text("SubState"),
                fileState.isEmpty() ? ownFileState : fileState,
                properties.pid("MainPID"),
                properties.text("Result"),
                since(active, properties),
                properties.number("NRestarts"),
                properties.hex("InvocationID"));
    }

    static ServiceAbilities abilities(UnitProperties properties) {
        return new ServiceAbilities(
                properties.flag("CanStart"),
                properties.flag("CanStop"),
                true,
                properties.flag("CanReload"),
                properties.flag("RefuseManualStart"),
                properties.flag("RefuseManualStop"));
    }

    static ServiceUsage usage(UnitProperties properties, UnitCgroups cgroups) {
        String group = properties.text("ControlGroup");
        return group.isEmpty() ? ServiceUsage.none("no control group") : cgroups.usage(group);
    }

    /// The job id and path that the `Job` property carries; id 0 is none.
    long jobId() {
        Object[] job = properties.struct("Job");
        return job.length > 0 && job[0] instanceof Number id ? id.longValue() : 0;
    }

    private static Optional<Instant> since(String active, UnitProperties properties) {
        return switch (active) {
            case "active", "reloading" -> properties.instant("ActiveEnterTimestamp");
            case "inactive", "failed" -> properties.instant("InactiveEnterTimestamp");
            default -> properties.instant("StateChangeTimestamp");
        };
    }
}

package dev.procdeck.host.processes;

import org.jspecify.annotations.Nullable;

/// The control group of a process and what its path says, as sd_pid_get_unit(3) reads it.
///
/// @param path within the hierarchy that systemd uses (v2, else v1 `name=systemd`)
/// @param unit the system manager's unit (service, scope, socket …), or null outside any
/// @param userUnit the unit of the user's own manager below `user@UID.service`, or null
/// @param slice the innermost slice, `-.slice` at the root
/// @param session logind's session id (`session-ID.scope`), or null
/// @param containerId 64 hex digits of a docker, podman, containerd or CRI-O container, or null
public record ControlGroup(
        String path,
        @Nullable String unit,
        @Nullable String userUnit,
        String slice,
        @Nullable String session,
        @Nullable String containerId) {}

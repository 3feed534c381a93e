package dev.procdeck.host.commands;

import java.util.Map;

/// Which limits this host holds a command to, and how; shown beside the command.
public record EnforcedLimits(Map<Limit, By> limits) {
    public EnforcedLimits {
        limits = Map.copyOf(limits);
    }

    public enum Limit {
        TIME,
        MEMORY,
        TASKS,
        CPU,
        OUTPUT,
        FILE_SIZE
    }

    public enum By {
        /// For the whole tree, by its control group.
        CONTROL_GROUP,
        /// For each process by itself, by rlimits.
        RLIMIT,
        /// By the service manager's clock.
        SERVICE_MANAGER,
        /// By Procdeck itself.
        PROCDECK,
        /// Not on this host.
        NOT_ENFORCED
    }
}

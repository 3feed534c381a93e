package dev.procdeck.host.services;

import dev.procdeck.host.libc.Reading;

/// What a service uses, read from its control group and not asked of the manager.
///
/// @param cgroup path below the cgroup root, `/system.slice/nginx.service`; empty when it has none
/// @param memoryBytes `memory.current`
/// @param tasks `pids.current`
/// @param cpuNanoseconds user and system time since the group was made
public record ServiceUsage(
        String cgroup,
        Reading<Long> memoryBytes,
        Reading<Long> tasks,
        Reading<Long> cpuNanoseconds) {

    /// A service without a control group: everything is "not available", for the reason given.
    public static ServiceUsage none(String why) {
        return new ServiceUsage(
                "", Reading.unsupported(why), Reading.unsupported(why), Reading.unsupported(why));
    }
}

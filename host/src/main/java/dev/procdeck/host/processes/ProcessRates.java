package dev.procdeck.host.processes;

/// What a process did per second between two samples of the same identity.
///
/// @param cpuPercent user and system time, 100 is one CPU
/// @param userPercent the user part
/// @param systemPercent the system part
/// @param minorFaultsPerSecond page faults without disk
/// @param majorFaultsPerSecond page faults with disk
public record ProcessRates(
        double cpuPercent,
        double userPercent,
        double systemPercent,
        double minorFaultsPerSecond,
        double majorFaultsPerSecond) {

    /// The rates of a process that did nothing; shared, so that idle processes cost no garbage.
    public static final ProcessRates IDLE = new ProcessRates(0, 0, 0, 0, 0);
}

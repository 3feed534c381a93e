package dev.procdeck.host.processes;

import org.jspecify.annotations.Nullable;

/// What a process did per second between two samples of the same identity.
///
/// @param cpuPercent user and system time, 100 is one CPU
/// @param userPercent the user part
/// @param systemPercent the system part
/// @param minorFaultsPerSecond page faults without disk
/// @param majorFaultsPerSecond page faults with disk
/// @param readBytesPerSecond fetched from storage, null when that could not be read both times
/// @param writtenBytesPerSecond sent to storage, null likewise
public record ProcessRates(
        double cpuPercent,
        double userPercent,
        double systemPercent,
        double minorFaultsPerSecond,
        double majorFaultsPerSecond,
        @Nullable Double readBytesPerSecond,
        @Nullable Double writtenBytesPerSecond) {

    private static final Double ZERO = 0.0;

    /// The rates of a process that did nothing; shared, so that idle processes cost no garbage.
    private static final ProcessRates IDLE = new ProcessRates(0, 0, 0, 0, 0, ZERO, ZERO);

    private static final ProcessRates IDLE_WITHOUT_IO = new ProcessRates(0, 0, 0, 0, 0, null, null);

    /// Of a process that did nothing.
    static ProcessRates idle(boolean withIo) {
        return withIo ? IDLE : IDLE_WITHOUT_IO;
    }
}

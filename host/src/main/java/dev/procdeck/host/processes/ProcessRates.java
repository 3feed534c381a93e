package dev.procdeck.host.processes;

import org.jspecify.annotations.Nullable;

/// What a process did per second between two samples of the same identity.
///
/// @param cpuPercent user and system time, 100 is one CPU
/// @param userPercent the user part
/// @param systemPercent the system part
/// @param minorFaultsPerSecond page faults without disk
/// @param majorFaultsPerSecond page faults with disk
/// @param waitPercent time ready to run without a processor, 100 is one thread waiting all the
///   time; null when the source does not tell
/// @param contextSwitchesPerSecond null when the source does not tell
/// @param readBytesPerSecond fetched from storage, null when that could not be read both times
/// @param writtenBytesPerSecond sent to storage, null likewise
public record ProcessRates(
        double cpuPercent,
        double userPercent,
        double systemPercent,
        double minorFaultsPerSecond,
        double majorFaultsPerSecond,
        @Nullable Double waitPercent,
        @Nullable Double contextSwitchesPerSecond,
        @Nullable Double readBytesPerSecond,
        @Nullable Double writtenBytesPerSecond) {

    private static final Double ZERO = 0.0;

    /// The rates of a process that did nothing; shared, so that idle processes cost no garbage.
    private static final ProcessRates IDLE = idleRates(ZERO, ZERO);

    private static final ProcessRates IDLE_WITH_IO = idleRates(null, ZERO);
    private static final ProcessRates IDLE_WITH_SCHEDULING = idleRates(ZERO, null);
    private static final ProcessRates IDLE_ALONE = idleRates(null, null);

    private static ProcessRates idleRates(@Nullable Double scheduling, @Nullable Double io) {
        return new ProcessRates(0, 0, 0, 0, 0, scheduling, scheduling, io, io);
    }

    /// Of a process that did nothing; always one of the same four instances.
    static ProcessRates idle(boolean withScheduling, boolean withIo) {
        if (withScheduling) {
            return withIo ? IDLE : IDLE_WITH_SCHEDULING;
        }
        return withIo ? IDLE_WITH_IO : IDLE_ALONE;
    }

    boolean isIdle() {
        return this == IDLE
                || this == IDLE_WITH_IO
                || this == IDLE_WITH_SCHEDULING
                || this == IDLE_ALONE;
    }
}

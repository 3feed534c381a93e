package dev.procdeck.host.systemd;

import java.time.Duration;

/// How long an act waits.
///
/// @param verifyWindow how long a started unit is watched before it counts as running
/// @param jobPatience how long we wait for systemd, which has its own limits, before we answer
///   "still in progress"
public record ActTimes(Duration verifyWindow, Duration jobPatience) {
    public static final ActTimes DEFAULT =
            new ActTimes(Duration.ofSeconds(3), Duration.ofMinutes(10));
}

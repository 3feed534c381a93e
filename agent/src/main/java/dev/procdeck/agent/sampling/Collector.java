package dev.procdeck.agent.sampling;

import dev.procdeck.agent.policy.Policy;
import org.jspecify.annotations.Nullable;

/// Reads one topic of the host and publishes its changes. Used by the sampling thread alone.
interface Collector {
    /// Reads, publishes and remembers.
    ///
    /// @param tick the number of this tick, for frames
    /// @param policy by which rows are judged
    void collect(long tick, Policy policy);

    /// Nobody looks any more: forgets what a receiver would hold, and the numbers that rates are
    /// made from.
    void pause();

    /// The least time between two samples that this topic can afford.
    default long minPeriodNanos() {
        return 0;
    }

    /// The tick that a receiver holds; null when the next frame must be whole.
    static @Nullable Long base(long lastTick) {
        return lastTick == 0 ? null : lastTick;
    }
}

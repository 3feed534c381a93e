/// Live totals of the host: the arithmetic of procps `top`, load, pressure, disks, mounts, network
/// interfaces.
///
/// A sample is counters at one instant; `since(previous)` alone makes rates, over monotonic time.
/// The first sample and a counter that went backwards have none. The reader keeps files open and
/// belongs to the sampler's thread; samples and results are immutable.
@NullMarked
package dev.procdeck.host.resources;

import org.jspecify.annotations.NullMarked;

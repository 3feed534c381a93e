/// Samples the host while somebody looks, publishes what changed, and feeds the memory.
///
/// One platform thread does all of it: while nobody watches it wakes for the memory alone. It keeps
/// the newest state as an immutable [dev.procdeck.agent.sampling.Snapshot] for queries, and hands
/// frames to the publisher. A collector that fails costs its own part of the tick and says so in
/// the log, never the tick.
@NullMarked
package dev.procdeck.agent.sampling;

import org.jspecify.annotations.NullMarked;

/// Samples the host while somebody looks, and publishes what changed.
///
/// One platform thread does all of it: it sleeps while nobody watches, keeps the newest state as an
/// immutable [dev.procdeck.agent.sampling.Snapshot] for queries, and hands frames to the publisher.
/// A collector that fails costs its own part of the tick and says so in the log, never the tick.
@NullMarked
package dev.procdeck.agent.sampling;

import org.jspecify.annotations.NullMarked;

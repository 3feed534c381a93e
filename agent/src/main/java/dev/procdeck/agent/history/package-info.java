/// The agent's short memory: what the host did in the last hour, though nobody looked.
///
/// Totals of the host and, for each sample, the processes that mattered, in rings whose bytes are
/// bounded; the oldest is forgotten first. It never samples by itself and never makes up a point: a
/// stretch without samples is a gap, and each sample says over how long its rates were taken. The
/// sampling thread writes; any thread reads.
@NullMarked
package dev.procdeck.agent.history;

import org.jspecify.annotations.NullMarked;

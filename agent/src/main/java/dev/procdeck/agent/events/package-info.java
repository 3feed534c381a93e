/// The feed of process events: what began, ran and ended on the host, kept in bounded memory
/// whether or not somebody looks.
///
/// One platform thread reads the source, joins lives with units and publishes the newest of them
/// while somebody watches; then events come in batches of a twentieth of a second, and rarely
/// otherwise. Secrets in command lines are masked before anything is kept.
@NullMarked
package dev.procdeck.agent.events;

import org.jspecify.annotations.NullMarked;

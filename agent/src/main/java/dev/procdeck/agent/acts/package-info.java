/// The one gateway through which every act on the host goes.
///
/// Owns the order: validate, policy, duplicate, intent on disk, act, look at the result, outcome on
/// disk. The classes that act are reached from the gateway alone, which a test holds. An act that
/// cannot be recorded does not happen; an outcome that is not known is never made known by acting
/// again. Acts run on the thread of their caller, at most one for each unit.
@NullMarked
package dev.procdeck.agent.acts;

import org.jspecify.annotations.NullMarked;

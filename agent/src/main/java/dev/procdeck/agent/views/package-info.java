/// Turns what the host module found into what the protocol says, one class for each noun.
///
/// The one place where secrets in command lines are masked and where the policy's protection joins
/// the rows; everything that leaves the agent passes here. No state but caches of what stays the
/// same; a view belongs to the thread of its caller.
@NullMarked
package dev.procdeck.agent.views;

import org.jspecify.annotations.NullMarked;

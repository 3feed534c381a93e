/// Acts on single processes: signals and scheduling priority.
///
/// Every act names an identity and goes through a pidfd, so that it cannot hit a process that
/// reused the pid. Refuses here, whatever any policy says: process 1, kernel threads and the
/// program's own processes. Who may do what is the agent's policy, not decided here. Callable from
/// any thread.
@NullMarked
package dev.procdeck.host.signals;

import org.jspecify.annotations.NullMarked;

/// The server's side of the link to the agent.
///
/// Owns the connection with its back-off, its state as people see it, and the union of what is
/// looked at. Feeds the live tables and whoever listens for news of acts. Asks nothing by itself
/// and decides nothing. [AgentLink] is the seam behind which another transport can stand. Live
/// frames come in order on one thread; every other method may be called from any thread.
@NullMarked
package dev.procdeck.server.agent;

import org.jspecify.annotations.NullMarked;

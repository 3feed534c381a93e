/// The agent's socket: who may connect, and what each connection may have under way at once.
///
/// The socket is made in a directory that is closed to others before it is opened to the server's
/// group; every peer is asked of the kernel. Acts run on threads of their own, apart from queries,
/// so that a flood of questions never delays a signal.
@NullMarked
package dev.procdeck.agent.socket;

import org.jspecify.annotations.NullMarked;

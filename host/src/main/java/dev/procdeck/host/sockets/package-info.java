/// Every TCP and UDP socket of the agent's network namespace with its queues and owners.
///
/// Other network namespaces (containers) are not seen, and the page says so. Sources belong to the
/// sampler's thread; rows are immutable.
@NullMarked
package dev.procdeck.host.sockets;

import org.jspecify.annotations.NullMarked;

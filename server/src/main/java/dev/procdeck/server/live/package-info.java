/// The host's tables as the agent last published them, and their JSON.
///
/// Owns the current tables (immutable snapshots behind one reference each), the fields that queries
/// and sorting see, and the one encoding per tick and topic that every viewer shares. Never asks
/// the agent for anything and knows nothing of sessions. Frames are applied by the link's reading
/// thread alone; any thread may read.
@NullMarked
package dev.procdeck.server.live;

import org.jspecify.annotations.NullMarked;

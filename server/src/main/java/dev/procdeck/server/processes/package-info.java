/// `/api/v1/processes`: the list, one process in detail, its environment, and acts on it.
///
/// Reads through the agent alone and acts through the one gateway alone.
@NullMarked
package dev.procdeck.server.processes;

import org.jspecify.annotations.NullMarked;

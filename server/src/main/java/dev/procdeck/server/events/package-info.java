/// `/api/v1/events`: the lives of processes, from the agent's memory.
@NullMarked
package dev.procdeck.server.events;

import org.jspecify.annotations.NullMarked;

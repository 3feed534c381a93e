/// `/api/v1/host`: what the host is. Read on request, never stored.
@NullMarked
package dev.procdeck.server.host;

import org.jspecify.annotations.NullMarked;

/// `/api/v1/search`: one query over processes, sockets and services.
@NullMarked
package dev.procdeck.server.search;

import org.jspecify.annotations.NullMarked;

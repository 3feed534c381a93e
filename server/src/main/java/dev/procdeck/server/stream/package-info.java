/// `/api/v1/stream`: the one server-sent event stream of a browser.
///
/// Owns the open streams. Nothing here waits for a client: a frame that a slow one has not taken is
/// replaced, news of operations waits in a bounded queue, and whoever stalls is dropped by time.
/// The bytes of a frame are made once and shared. A stream ends with its session.
@NullMarked
package dev.procdeck.server.stream;

import org.jspecify.annotations.NullMarked;

/// The first administrator: the one-time code that is printed on first start, and the route that
/// takes it.
@NullMarked
package dev.procdeck.server.setup;

import org.jspecify.annotations.NullMarked;

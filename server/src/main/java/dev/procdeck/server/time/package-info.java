/// The two clocks of the server: the wall clock for records, the steady one for timeouts. Nothing
/// else asks for the time.
@NullMarked
package dev.procdeck.server.time;

import org.jspecify.annotations.NullMarked;

/// Keeps the server small: gives memory back that the JVM took for a peak.
///
/// Decides when to collect and nothing else; holds no data. Runs on the shared timer thread.
@NullMarked
package dev.procdeck.server.heap;

import org.jspecify.annotations.NullMarked;

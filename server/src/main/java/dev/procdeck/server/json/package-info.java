/// Writes rows as JSON bytes, fast enough for whole tables and every tick.
///
/// Everything else is serialised by Jackson. Whatever a process, a unit or a log contains comes out
/// as data on one line: no control character, line separator or broken surrogate survives
/// unescaped.
@NullMarked
package dev.procdeck.server.json;

import org.jspecify.annotations.NullMarked;

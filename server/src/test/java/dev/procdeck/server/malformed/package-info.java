/// Requests that no browser sends, byte by byte, against the real server: each is answered below
/// 500 or cut off, soon, and without a word in the log.
@NullMarked
package dev.procdeck.server.malformed;

import org.jspecify.annotations.NullMarked;

/// What crosses the socket between server and agent: a closed set of operations, their answers, and
/// the live frames.
///
/// Owns the types and their one encoding. Knows nothing of HTTP, JSON, the kernel or the database;
/// depends on the JDK alone. All types are immutable and safe to share between threads.
@NullMarked
package dev.procdeck.protocol;

import org.jspecify.annotations.NullMarked;

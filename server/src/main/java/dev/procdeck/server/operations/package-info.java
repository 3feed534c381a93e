/// The operation log: who asked for what, when, from where, and how it ended; also what was refused
/// and what failed.
///
/// The intent is committed before the act and the outcome after it. A chain of hashes runs over
/// both, so that a later edit of the table shows. Nothing here acts on the host.
@NullMarked
package dev.procdeck.server.operations;

import org.jspecify.annotations.NullMarked;

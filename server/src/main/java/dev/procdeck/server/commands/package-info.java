/// `/api/v1/commands`: custom commands of administrators, their preview, output and cancellation.
///
/// Output is kept in one file per operation, not in the database: pieces come many times a second,
/// a file is appended to without a transaction, and the operation log stays small enough to be kept
/// for ever while output can be thrown away.
@NullMarked
package dev.procdeck.server.commands;

import org.jspecify.annotations.NullMarked;

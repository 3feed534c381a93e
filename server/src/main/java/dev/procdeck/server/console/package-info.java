/// What the program says and reads on a terminal: the start-up lines and the `user`, `audit` and
/// `openapi` commands.
///
/// The only package that prints. It works on the database directly, beside a running server or
/// without one.
@NullMarked
package dev.procdeck.server.console;

import org.jspecify.annotations.NullMarked;

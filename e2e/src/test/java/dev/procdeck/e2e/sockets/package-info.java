/// The socket table, held against ss and netstat.
@NullMarked
package dev.procdeck.e2e.sockets;

import org.jspecify.annotations.NullMarked;

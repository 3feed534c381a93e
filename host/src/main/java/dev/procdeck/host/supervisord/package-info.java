/// The programs of a running supervisord, over XML-RPC on its Unix socket.
///
/// Owns finding the socket (only from configuration that is root's all the way), a small HTTP and
/// XML-RPC client made of the JDK alone with hardened parsing, and judging acts by the states that
/// follow. The methods that can be called are an enum; nothing from outside names one. Each call
/// has its own connection and deadline; no threads are kept.
@NullMarked
package dev.procdeck.host.supervisord;

import org.jspecify.annotations.NullMarked;

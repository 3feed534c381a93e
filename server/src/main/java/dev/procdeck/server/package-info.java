/// The web tier: everything that talks to people. It owns sign-in, roles, the JSON API, the streams
/// and the database.
///
/// It never reads `/proc`, never starts a process and never sees the `host` module: whatever the
/// host knows or does comes through the agent's Unix socket as the typed messages of `protocol`. It
/// refuses to run as uid 0.
///
/// [ServerMain] is the entry; each noun of the API is one package beneath this one.
@NullMarked
package dev.procdeck.server;

import org.jspecify.annotations.NullMarked;

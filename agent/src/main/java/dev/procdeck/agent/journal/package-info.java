/// The agent's own record of every act: the intent durable before the act, the outcome after it.
///
/// Append-only segments of records, each with its length, a CRC32C, and a SHA-256 that covers the
/// record and the hash before it. A torn tail is cut at the next start; damage anywhere else is
/// found and named. After one failed write or fsync nothing is accepted until a restart has read
/// everything again: a retry could lie. Holds no secrets: what it is given is masked. Appends come
/// from many threads and are written one after the other.
@NullMarked
package dev.procdeck.agent.journal;

import org.jspecify.annotations.NullMarked;

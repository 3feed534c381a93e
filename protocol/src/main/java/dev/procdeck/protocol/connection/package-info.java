/// One connection between server and agent over a Unix stream: framing, greeting, ordered writes.
///
/// A frame is its length (four bytes, big-endian), its kind, its flags, for requests and answers
/// their id (eight bytes), and the body. A request is at most 64 KiB; longer answers and live
/// frames go in chunks of at most 1 MiB that follow each other without a gap. Each connection has
/// two virtual threads, one that reads and one that writes; what a slow reader has not taken is
/// bounded: live frames give way to one full frame, answers are never dropped. Knows the codec,
/// never what an operation means.
@NullMarked
package dev.procdeck.protocol.connection;

import org.jspecify.annotations.NullMarked;

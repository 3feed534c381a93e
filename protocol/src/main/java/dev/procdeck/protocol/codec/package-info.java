/// The one binary encoding of everything that crosses the socket.
///
/// Written by hand and explicit: each type has one `put` and one `take` beside each other, a tag
/// says which type follows, and no reflection is involved. Readers trust nothing: every length is
/// checked against the bytes that are there, and whatever does not fit is a [ProtocolException],
/// never a half-built value. Stateless but for [TableEncoder] and [LiveDecoder], which are each
/// used by one thread at a time.
@NullMarked
package dev.procdeck.protocol.codec;

import org.jspecify.annotations.NullMarked;

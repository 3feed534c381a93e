package dev.procdeck.protocol.codec;

import org.jspecify.annotations.Nullable;

/// How the rows of one live table cross the wire: the key, then a mask that says which fields
/// follow, then those fields in their order.
///
/// @param <K> what names a row for its whole life
/// @param <R> the row
interface RowCodec<K, R> {
    /// The mask of a row that the other half does not know: every field.
    long all();

    K key(R row);

    void putKey(WireWriter out, K key);

    K takeKey(WireReader in) throws ProtocolException;

    /// Which fields differ; 0 when the rows are equal.
    long changed(R before, R after);

    void putFields(WireWriter out, long mask, R row);

    /// Takes the fields of the mask and the others from `before`, which is null only when the mask
    /// is [#all].
    R takeFields(WireReader in, K key, long mask, @Nullable R before) throws ProtocolException;
}

package dev.procdeck.protocol.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The sending half of one live table: remembers the rows that the receivers hold, so that a
/// changed row costs only its fields that changed.
///
/// One encoder serves every receiver: what it encodes for a tick is the same for all who hold the
/// tick before. Not thread-safe.
final class TableEncoder<K, R> {
    private final RowCodec<K, R> codec;
    private final Map<K, R> held = new HashMap<>();

    TableEncoder(RowCodec<K, R> codec) {
        this.codec = codec;
    }

    /// Forgets every row: the next rows are sent whole.
    void reset() {
        held.clear();
    }

    /// Puts the rows that are new or differ, then the keys that are gone, and remembers them. By
    /// index: an iterator for an empty list is garbage of an idle tick.
    void putChanges(WireWriter out, List<R> rows, List<K> gone) {
        out.unsigned(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            R row = rows.get(i);
            K key = codec.key(row);
            R before = held.put(key, row);
            putRow(out, key, before == null ? codec.all() : codec.changed(before, row), row);
        }
        out.unsigned(gone.size());
        for (int i = 0; i < gone.size(); i++) {
            K key = gone.get(i);
            held.remove(key);
            codec.putKey(out, key);
        }
    }

    /// Puts every row that the receivers hold, for a receiver that holds none.
    void putAll(WireWriter out) {
        out.unsigned(held.size());
        for (Map.Entry<K, R> entry : held.entrySet()) {
            putRow(out, entry.getKey(), codec.all(), entry.getValue());
        }
        out.unsigned(0);
    }

    private void putRow(WireWriter out, K key, long mask, R row) {
        codec.putKey(out, key);
        out.unsigned(mask);
        codec.putFields(out, mask, row);
    }
}

package dev.procdeck.protocol.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The receiving half of one live table: completes changed rows from the rows it holds. Not
/// thread-safe.
final class TableDecoder<K, R> {
    /// What one frame brought: whole rows, and the keys that are gone.
    record Changes<K, R>(List<R> rows, List<K> gone) {}

    private final RowCodec<K, R> codec;
    private final Map<K, R> held = new HashMap<>();
    private long heldTick;
    private boolean holds;

    TableDecoder(RowCodec<K, R> codec) {
        this.codec = codec;
    }

    /// Takes one frame. `base` is the tick that it changes; null when it replaces the table.
    Changes<K, R> take(WireReader in, long tick, @Nullable Long base) throws ProtocolException {
        if (base == null) {
            held.clear();
        } else if (!holds || heldTick != base) {
            throw new ProtocolException("a change of a tick that is not held");
        }
        List<R> rows = in.list(this::takeRow);
        List<K> gone = new ArrayList<>();
        int goneCount = in.count();
        for (int i = 0; i < goneCount; i++) {
            K key = codec.takeKey(in);
            held.remove(key);
            gone.add(key);
        }
        if (held.size() > WireReader.MAX_ITEMS) {
            throw new ProtocolException("table too long");
        }
        heldTick = tick;
        holds = true;
        return new Changes<>(rows, gone);
    }

    private R takeRow(WireReader in) throws ProtocolException {
        K key = codec.takeKey(in);
        long mask = in.unsigned();
        R before = held.get(key);
        if ((mask & ~codec.all()) != 0) {
            throw new ProtocolException("unknown field of a row");
        }
        if (before == null && mask != codec.all()) {
            throw new ProtocolException("a change of a row that is not held");
        }
        R row = codec.takeFields(in, key, mask, before);
        held.put(key, row);
        return row;
    }
}

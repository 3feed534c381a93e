package dev.procdeck.host.sockets;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A map from numbers other than 0 to objects without boxes: 100,000 sockets are looked up at each
/// tick. For one thread.
public final class LongTable<V> {
    private static final int FIRST_SLOTS = 256;

    private long[] keys = new long[FIRST_SLOTS];
    private @Nullable Object[] values = new Object[FIRST_SLOTS];
    private int size;

    @SuppressWarnings("unchecked")
    public @Nullable V get(long key) {
        int slot = slotOf(key);
        return keys[slot] == key && key != 0 ? (V) values[slot] : null;
    }

    public void put(long key, V value) {
        if (key == 0) {
            throw new IllegalArgumentException("0 is no key");
        }
        if (size * 2 >= keys.length) {
            grow();
        }
        int slot = slotOf(key);
        if (keys[slot] == 0) {
            keys[slot] = key;
            size++;
        }
        values[slot] = value;
    }

    public int size() {
        return size;
    }

    @SuppressWarnings("unchecked")
    public void forEach(Consumer<V> visitor) {
        for (Object value : values) {
            if (value != null) {
                visitor.accept((V) value);
            }
        }
    }

    /// Empties it and gives memory back once it is far larger than what was in it.
    public void clear() {
        if (keys.length > FIRST_SLOTS && size < keys.length / 8) {
            keys = new long[keys.length / 4];
            values = new Object[keys.length];
        } else {
            Arrays.fill(keys, 0);
            Arrays.fill(values, null);
        }
        size = 0;
    }

    private int slotOf(long key) {
        int mask = keys.length - 1;
        // inodes and cookies come in sequence; the multiplication spreads them (Knuth, golden
        // ratio)
        int slot = (int) (key * 0x9E37_79B9_7F4A_7C15L >>> 40) & mask;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new Object[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slotOf(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}

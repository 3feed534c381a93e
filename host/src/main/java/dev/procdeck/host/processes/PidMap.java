package dev.procdeck.host.processes;

import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A map from pid to whatever is kept about it, without boxes: linear probing, at most half full.
/// Belongs to one thread.
public final class PidMap<V> {
    private static final int FIRST_CAPACITY = 256;

    private int[] keys = new int[FIRST_CAPACITY];
    private @Nullable Object[] values = new @Nullable Object[FIRST_CAPACITY];
    private int size;

    @SuppressWarnings("unchecked")
    public @Nullable V get(int pid) {
        return (V) values[slotOf(pid)];
    }

    public void put(int pid, V value) {
        int slot = slotOf(pid);
        if (values[slot] == null && ++size * 2 > keys.length) {
            grow();
            slot = slotOf(pid);
        }
        keys[slot] = pid;
        values[slot] = value;
    }

    public int size() {
        return size;
    }

    /// Takes out what the predicate says; it is asked once for each value.
    @SuppressWarnings("unchecked")
    public void removeIf(Predicate<? super V> unwanted) {
        boolean removed = false;
        for (int slot = 0; slot < values.length; slot++) {
            Object value = values[slot];
            if (value != null && unwanted.test((V) value)) {
                values[slot] = null;
                size--;
                removed = true;
            }
        }
        if (removed) {
            // Holes would end the search for entries behind them.
            rebuild(keys.length);
        }
    }

    private int slotOf(int pid) {
        int mask = keys.length - 1;
        int slot = (pid * 0x9E3779B9 >>> 7) & mask;
        while (values[slot] != null && keys[slot] != pid) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        rebuild(keys.length * 2);
    }

    private void rebuild(int capacity) {
        int[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new int[capacity];
        values = new @Nullable Object[capacity];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int slot = slotOf(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    void clear() {
        Arrays.fill(values, null);
        size = 0;
    }
}

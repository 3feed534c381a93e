package dev.procdeck.protocol.codec;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Appends values to a growing array of bytes.
///
/// Whole numbers are little-endian base 128, seven bits a byte; signed ones are zigzagged first, so
/// that small magnitudes stay short. Text is its UTF-8 length and its bytes. Not thread-safe.
public final class WireWriter {
    /// Writes one value.
    @FunctionalInterface
    public interface Put<T extends @Nullable Object> {
        void put(WireWriter out, T value);
    }

    private static final int MIN_BYTES = 16;
    private static final int MAX_KEPT_BYTES = 1 << 20;

    private byte[] bytes;
    private int length;

    public WireWriter() {
        this(256);
    }

    public WireWriter(int expectedBytes) {
        bytes = new byte[Math.max(MIN_BYTES, expectedBytes)];
    }

    /// A copy of what was written so far.
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /// Forgets what was written and keeps the room for the next message, unless it was much.
    public void clear() {
        length = 0;
        if (bytes.length > MAX_KEPT_BYTES) {
            bytes = new byte[MIN_BYTES];
        }
    }

    public int length() {
        return length;
    }

    public void byteValue(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    public void bool(boolean value) {
        byteValue(value ? 1 : 0);
    }

    public void unsigned(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    public void signed(long value) {
        unsigned((value << 1) ^ (value >> 63));
    }

    public void integer(int value) {
        signed(value);
    }

    public void character(char value) {
        unsigned(value);
    }

    public void real(double value) {
        room(8);
        long raw = Double.doubleToRawLongBits(value);
        for (int shift = 0; shift < 64; shift += 8) {
            bytes[length++] = (byte) (raw >>> shift);
        }
    }

    public void text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        unsigned(encoded.length);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    public void instant(Instant value) {
        signed(value.getEpochSecond());
        unsigned(value.getNano());
    }

    public void enumeration(Enum<?> value) {
        unsigned(value.ordinal());
    }

    public <T> void optional(@Nullable T value, Put<T> put) {
        if (value == null) {
            byteValue(0);
        } else {
            byteValue(1);
            put.put(this, value);
        }
    }

    public <T> void list(Collection<T> values, Put<T> put) {
        unsigned(values.size());
        for (T value : values) {
            put.put(this, value);
        }
    }

    public void texts(Collection<String> values) {
        list(values, WireWriter::text);
    }

    /// A map in the order of its keys, so that equal maps have equal bytes.
    public <K extends Comparable<K>, V> void map(Map<K, V> values, Put<K> putKey, Put<V> putValue) {
        unsigned(values.size());
        Map<K, V> ordered = values.size() < 2 ? values : new TreeMap<>(values);
        for (Map.Entry<K, V> entry : ordered.entrySet()) {
            putKey.put(this, entry.getKey());
            putValue.put(this, entry.getValue());
        }
    }

    public void parameters(Map<String, String> values) {
        map(values, WireWriter::text, WireWriter::text);
    }

    private void room(int wanted) {
        if (bytes.length - length < wanted) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + wanted));
        }
    }
}

package dev.procdeck.protocol.codec;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes values from the bytes of one message, in the order in which [WireWriter] put them.
///
/// Never reads past the end, never allocates for more items than there are bytes. Bytes that are
/// not UTF-8 become U+FFFD. Not thread-safe.
public final class WireReader {
    /// No list, map or table of the protocol is longer.
    public static final int MAX_ITEMS = 1 << 20;

    /// Takes one value.
    @FunctionalInterface
    public interface Take<T extends @Nullable Object> {
        T take(WireReader in) throws ProtocolException;
    }

    private final byte[] bytes;
    private final int end;
    private int position;
    private @Nullable TextCache texts;

    public WireReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    public WireReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    /// Takes texts from this cache where it has them.
    void share(TextCache cache) {
        texts = cache;
    }

    /// Fails when something is left over: the message was longer than its type.
    public void finish() throws ProtocolException {
        if (position != end) {
            throw new ProtocolException((end - position) + " bytes left over");
        }
    }

    public int byteValue() throws ProtocolException {
        if (position >= end) {
            throw new ProtocolException("message ends early");
        }
        return bytes[position++] & 0xFF;
    }

    public boolean bool() throws ProtocolException {
        int value = byteValue();
        if (value > 1) {
            throw new ProtocolException("not a boolean: " + value);
        }
        return value == 1;
    }

    public long unsigned() throws ProtocolException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = byteValue();
            if (shift == 63 && next > 1) {
                throw new ProtocolException("number over 64 bits");
            }
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new ProtocolException("number over 64 bits");
    }

    public long signed() throws ProtocolException {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    public int integer() throws ProtocolException {
        long value = signed();
        if (value != (int) value) {
            throw new ProtocolException("number over 32 bits");
        }
        return (int) value;
    }

    public char character() throws ProtocolException {
        long value = unsigned();
        if (value < 0 || value > Character.MAX_VALUE) {
            throw new ProtocolException("not a character");
        }
        return (char) value;
    }

    public double real() throws ProtocolException {
        if (end - position < 8) {
            throw new ProtocolException("message ends early");
        }
        long raw = 0;
        for (int shift = 0; shift < 64; shift += 8) {
            raw |= (bytes[position++] & 0xFFL) << shift;
        }
        return Double.longBitsToDouble(raw);
    }

    public String text() throws ProtocolException {
        long size = unsigned();
        if (size < 0 || size > end - position) {
            throw new ProtocolException("text longer than its message");
        }
        String value =
                texts == null
                        ? new String(bytes, position, (int) size, StandardCharsets.UTF_8)
                        : texts.get(bytes, position, (int) size);
        position += (int) size;
        return value;
    }

    public Instant instant() throws ProtocolException {
        long seconds = signed();
        long nanos = unsigned();
        if (nanos < 0 || nanos > 999_999_999) {
            throw new ProtocolException("not a time");
        }
        try {
            return Instant.ofEpochSecond(seconds, nanos);
        } catch (DateTimeException | ArithmeticException e) {
            throw new ProtocolException("not a time", e);
        }
    }

    /// One constant out of `values`, which are all of its type in their order.
    public <E extends Enum<E>> E enumeration(E[] values) throws ProtocolException {
        long ordinal = unsigned();
        if (ordinal < 0 || ordinal >= values.length) {
            throw new ProtocolException("unknown constant " + ordinal);
        }
        return values[(int) ordinal];
    }

    public <T> @Nullable T optional(Take<T> take) throws ProtocolException {
        return bool() ? take.take(this) : null;
    }

    public <T> List<T> list(Take<T> take) throws ProtocolException {
        int size = count();
        List<T> values = new ArrayList<>(Math.min(size, 1024));
        for (int i = 0; i < size; i++) {
            values.add(take.take(this));
        }
        return values;
    }

    public List<String> texts() throws ProtocolException {
        return list(WireReader::text);
    }

    public <K, V> Map<K, V> map(Take<K> takeKey, Take<V> takeValue) throws ProtocolException {
        int size = count();
        Map<K, V> values = HashMap.newHashMap(Math.min(size, 1024));
        for (int i = 0; i < size; i++) {
            K key = takeKey.take(this);
            if (values.put(key, takeValue.take(this)) != null) {
                throw new ProtocolException("key twice in a map");
            }
        }
        return values;
    }

    public Map<String, String> parameters() throws ProtocolException {
        return map(WireReader::text, WireReader::text);
    }

    /// How many items follow: never more than there are bytes for, one each.
    int count() throws ProtocolException {
        long size = unsigned();
        if (size < 0 || size > end - position || size > MAX_ITEMS) {
            throw new ProtocolException("more items than bytes");
        }
        return (int) size;
    }
}

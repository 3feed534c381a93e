package dev.procdeck.server.json;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Appends JSON to a growing array of bytes, and to a stream behind it where there is one.
///
/// Commas are set by itself. Not thread-safe.
public final class JsonWriter {
    private static final int FLUSH_BYTES = 32 * 1024;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final @Nullable OutputStream out;
    private byte[] bytes;
    private int length;
    private boolean comma;

    /// Collects everything; see [#toBytes].
    public JsonWriter() {
        this(4096, null);
    }

    /// Hands the bytes on whenever many have come together; call [#flush] at the end.
    public JsonWriter(OutputStream out) {
        this(FLUSH_BYTES + 8 * 1024, out);
    }

    private JsonWriter(int capacity, @Nullable OutputStream out) {
        this.bytes = new byte[capacity];
        this.out = out;
    }

    public JsonWriter beginObject() {
        return open('{');
    }

    public JsonWriter endObject() {
        return close('}');
    }

    public JsonWriter beginArray() {
        return open('[');
    }

    public JsonWriter endArray() {
        return close(']');
    }

    /// A field's name; its value follows.
    public JsonWriter name(String name) {
        separate();
        quote(name);
        put(':');
        comma = false;
        return this;
    }

    /// A field with a value of one of the kinds that [#value(Object)] takes.
    public JsonWriter field(String name, @Nullable Object value) {
        return name(name).value(value);
    }

    /// Text, number, boolean, instant (in milliseconds), null, a list of such values, or a map of
    /// text to them.
    public JsonWriter value(@Nullable Object value) {
        switch (value) {
            case null -> raw("null");
            case String text -> text(text);
            case Integer number -> number(number);
            case Long number -> number(number);
            case Double number -> number(number);
            case Boolean flag -> raw(flag ? "true" : "false");
            case Instant instant -> text(instant.truncatedTo(ChronoUnit.MILLIS).toString());
            case Enum<?> word -> text(word.name().toLowerCase(Locale.ROOT));
            case Map<?, ?> map -> {
                beginObject();
                map.forEach((key, each) -> field(String.valueOf(key), each));
                endObject();
            }
            case Iterable<?> items -> {
                beginArray();
                items.forEach(this::value);
                endArray();
            }
            case JsonValue own -> own.writeTo(this);
            default -> throw new IllegalArgumentException(value.getClass().getName());
        }
        return this;
    }

    public JsonWriter text(String text) {
        separate();
        quote(text);
        comma = true;
        return this;
    }

    public JsonWriter number(long number) {
        separate();
        ascii(Long.toString(number));
        comma = true;
        return this;
    }

    /// A whole number is written without a point. A number that JSON has no word for is null.
    public JsonWriter number(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return raw("null");
        }
        long whole = (long) number;
        if (whole == number) {
            return number(whole);
        }
        separate();
        ascii(Double.toString(number));
        comma = true;
        return this;
    }

    /// Bytes that go out as they are, such as the frame around a document.
    public JsonWriter verbatim(String ascii) {
        ascii(ascii);
        comma = false;
        return this;
    }

    /// A JSON document that was made elsewhere, on one line.
    public JsonWriter document(String json) {
        separate();
        byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
        reserve(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
        comma = true;
        return this;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /// Hands everything on to the stream.
    public void flush() {
        if (out == null) {
            return;
        }
        try {
            out.write(bytes, 0, length);
            length = 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonWriter open(char bracket) {
        separate();
        put(bracket);
        comma = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        put(bracket);
        comma = true;
        if (length > FLUSH_BYTES) {
            flush();
        }
        return this;
    }

    private JsonWriter raw(String word) {
        separate();
        ascii(word);
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            put(',');
        }
    }

    private void put(int b) {
        if (length == bytes.length) {
            reserve(1);
        }
        bytes[length++] = (byte) b;
    }

    @SuppressWarnings("deprecation") // the one copy of ASCII text that makes no array
    private void ascii(String text) {
        reserve(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    private void quote(String text) {
        int size = text.length();
        reserve(6 * size + 2);
        bytes[length++] = '"';
        for (int i = 0; i < size; i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x7f) {
                if (c == '"' || c == '\\') {
                    bytes[length++] = '\\';
                }
                bytes[length++] = (byte) c;
            } else if (c < 0xa0 || c == '\u2028' || c == '\u2029' || c == '\ufeff') {
                escape(c);
            } else if (c < 0x800) {
                bytes[length++] = (byte) (0xc0 | c >> 6);
                bytes[length++] = (byte) (0x80 | c & 0x3f);
            } else if (!Character.isSurrogate(c)) {
                three(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < size
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                bytes[length++] = (byte) (0xf0 | point >> 18);
                bytes[length++] = (byte) (0x80 | point >> 12 & 0x3f);
                bytes[length++] = (byte) (0x80 | point >> 6 & 0x3f);
                bytes[length++] = (byte) (0x80 | point & 0x3f);
            } else {
                three('\ufffd');
            }
        }
        bytes[length++] = '"';
    }

    private void three(char c) {
        bytes[length++] = (byte) (0xe0 | c >> 12);
        bytes[length++] = (byte) (0x80 | c >> 6 & 0x3f);
        bytes[length++] = (byte) (0x80 | c & 0x3f);
    }

    private void escape(char c) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[c >> shift & 0xf];
        }
    }
}

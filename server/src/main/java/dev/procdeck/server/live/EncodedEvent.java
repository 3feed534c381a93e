package dev.procdeck.server.live;

import dev.procdeck.server.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/// One server-sent event as bytes, plain and compressed. Immutable to those who read; thread-safe.
///
/// The compressed form ends with a full flush and refers to nothing before it, so the same bytes
/// fit into every connection's stream.
public final class EncodedEvent {
    private static final int MAX_DEFLATE_BYTES = 16 << 20;

    private final byte[] plain;
    private volatile byte @Nullable [] deflated;

    private EncodedEvent(byte[] plain) {
        this.plain = plain;
    }

    /// @param id the event's id; null for none
    /// @param data writes exactly one JSON value; it holds no line break, so it is one line
    public static EncodedEvent of(String event, @Nullable Long id, Consumer<JsonWriter> data) {
        JsonWriter json = new JsonWriter();
        json.verbatim("event: " + event + (id == null ? "\ndata: " : "\nid: " + id + "\ndata: "));
        data.accept(json);
        json.verbatim("\n\n");
        return new EncodedEvent(json.toBytes());
    }

    /// A comment, which keeps the connection open and says nothing.
    public static EncodedEvent comment(String ascii) {
        return new EncodedEvent((": " + ascii + "\n\n").getBytes(StandardCharsets.US_ASCII));
    }

    /// The text of the event. Not to be changed.
    public byte[] plain() {
        return plain;
    }

    /// The raw deflate blocks of the event, made by whoever asks first. Not to be changed.
    public byte[] deflated() {
        byte[] known = deflated;
        if (known == null) {
            synchronized (this) {
                known = deflated;
                if (known == null) {
                    known = deflate(plain);
                    deflated = known;
                }
            }
        }
        return known;
    }

    private static byte[] deflate(byte[] plain) {
        if (plain.length > MAX_DEFLATE_BYTES) {
            return Deflating.with(Deflater.BEST_SPEED, plain);
        }
        return Deflating.with(4, plain);
    }

    private static final class Deflating {
        private static byte[] with(int level, byte[] plain) {
            Deflater deflater = new Deflater(level, true);
            try {
                deflater.setInput(plain);
                byte[] out = new byte[Math.max(256, plain.length / 4)];
                int length = 0;
                while (true) {
                    int more =
                            deflater.deflate(out, length, out.length - length, Deflater.FULL_FLUSH);
                    length += more;
                    if (length < out.length) {
                        return Arrays.copyOf(out, length);
                    }
                    out = Arrays.copyOf(out, out.length * 2);
                }
            } finally {
                deflater.end();
            }
        }
    }
}

package dev.procdeck.server.live;

import dev.procdeck.server.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// One server-sent event as bytes, plain and compressed. Immutable to those who read; thread-safe.
///
/// The compressed form ends on a byte and refers to nothing before it, so the same bytes fit into
/// every connection's stream. A whole table is kept in that form alone: a hundred thousand rows are
/// forty times smaller in it.
public final class EncodedEvent {
    private static final int LEVEL = 4;
    private static final int PIECE_BYTES = 32 * 1024;

    /// Small enough that a slow client is seen to make progress.
    private static final int MAX_PIECE_BYTES = 64 * 1024;

    private final byte @Nullable [] plain;
    private volatile byte @Nullable [] deflated;

    private EncodedEvent(byte @Nullable [] plain, byte @Nullable [] deflated) {
        this.plain = plain;
        this.deflated = deflated;
    }

    /// @param id the event's id; null for none
    /// @param data writes exactly one JSON value; it holds no line break, so it is one line
    public static EncodedEvent of(String event, @Nullable Long id, Consumer<JsonWriter> data) {
        JsonWriter json = new JsonWriter();
        put(json, event, id, data);
        return new EncodedEvent(json.toBytes(), null);
    }

    /// The same for much data: compressed while it is written.
    ///
    /// @param level of the compression, 1 to 9
    static EncodedEvent ofMuch(
            String event, @Nullable Long id, int level, Consumer<JsonWriter> data) {
        Deflater deflater = new Deflater(level, true);
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(PIECE_BYTES);
            DeflaterOutputStream out =
                    new DeflaterOutputStream(bytes, deflater, PIECE_BYTES / 4, true);
            JsonWriter json = new JsonWriter(out);
            put(json, event, id, data);
            json.flush();
            out.flush();
            return new EncodedEvent(null, bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
    }

    /// A comment, which keeps the connection open and says nothing.
    public static EncodedEvent comment(String ascii) {
        return new EncodedEvent((": " + ascii + "\n\n").getBytes(StandardCharsets.US_ASCII), null);
    }

    private static void put(
            JsonWriter json, String event, @Nullable Long id, Consumer<JsonWriter> data) {
        json.verbatim("event: " + event + (id == null ? "\ndata: " : "\nid: " + id + "\ndata: "));
        data.accept(json);
        json.verbatim("\n\n");
    }

    /// How many bytes it is kept as.
    public int keptBytes() {
        if (plain != null) {
            return plain.length;
        }
        return deflated().length;
    }

    /// The bytes for one viewer, to be taken piece by piece. For one thread.
    public Pieces pieces(boolean compressed) {
        if (compressed) {
            return new Whole(deflated());
        }
        return plain == null ? new Inflated(deflated()) : new Whole(plain);
    }

    /// Bytes in their order. Whoever stops before the end calls [#close].
    public interface Pieces extends AutoCloseable {
        /// The next bytes, not to be changed; null at the end.
        byte @Nullable [] next();

        @Override
        default void close() {}
    }

    private static final class Whole implements Pieces {
        private final byte[] bytes;
        private int taken;

        Whole(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public byte @Nullable [] next() {
            int from = taken;
            taken = Math.min(bytes.length, from + MAX_PIECE_BYTES);
            if (from == taken) {
                return null;
            }
            return taken - from == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, taken);
        }
    }

    private static final class Inflated implements Pieces {
        private final Inflater inflater = new Inflater(true);

        Inflated(byte[] deflated) {
            inflater.setInput(deflated);
        }

        @Override
        public byte @Nullable [] next() {
            byte[] piece = new byte[PIECE_BYTES];
            try {
                int length = inflater.inflate(piece);
                if (length > 0) {
                    return length == piece.length ? piece : Arrays.copyOf(piece, length);
                }
            } catch (DataFormatException e) {
                throw new IllegalStateException("our own bytes cannot be read", e);
            }
            close();
            return null;
        }

        @Override
        public void close() {
            inflater.end();
        }
    }

    /// The raw deflate blocks of the event, made by whoever asks first. Not to be changed.
    private byte[] deflated() {
        byte[] known = deflated;
        if (known == null) {
            synchronized (this) {
                known = deflated;
                if (known == null) {
                    known = deflate(plain == null ? new byte[0] : plain);
                    deflated = known;
                }
            }
        }
        return known;
    }

    private static byte[] deflate(byte[] plain) {
        Deflater deflater = new Deflater(LEVEL, true);
        try {
            deflater.setInput(plain);
            byte[] out = new byte[Math.max(256, plain.length / 2)];
            int length = 0;
            while (true) {
                length += deflater.deflate(out, length, out.length - length, Deflater.SYNC_FLUSH);
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

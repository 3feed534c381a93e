package dev.procdeck.protocol.connection;

import dev.procdeck.protocol.codec.ProtocolException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads and writes frames on one blocking channel, in chunks. One thread may read while another
/// writes.
final class FrameStream {
    static final int MAX_CHUNK_BYTES = 1 << 20;
    private static final Frame.Kind[] KINDS = Frame.Kind.values();
    private static final int MORE = 1;
    private static final int MAX_HEAD_BYTES = 4 + 1 + 1 + 8;

    private final ReadableByteChannel in;
    private final GatheringByteChannel out;
    private final Set<Frame.Kind> accepted;
    private final ByteBuffer length = ByteBuffer.allocate(4);

    /// @param accepted what the other half may send
    FrameStream(SocketChannel channel, Set<Frame.Kind> accepted) {
        this(channel, channel, accepted);
    }

    FrameStream(ReadableByteChannel in, GatheringByteChannel out, Set<Frame.Kind> accepted) {
        this.in = in;
        this.out = out;
        this.accepted = accepted;
    }

    void write(Frame frame) throws IOException {
        byte[] body = frame.body();
        if (body.length > frame.kind().maxBodyBytes()) {
            throw new ProtocolException("a " + frame.kind() + " of " + body.length + " bytes");
        }
        int offset = 0;
        do {
            int size = Math.min(body.length - offset, MAX_CHUNK_BYTES - MAX_HEAD_BYTES);
            boolean more = offset + size < body.length;
            ByteBuffer head = ByteBuffer.allocate(MAX_HEAD_BYTES);
            head.putInt(size + 2 + (frame.kind().hasId() ? 8 : 0));
            head.put((byte) frame.kind().ordinal()).put((byte) (more ? MORE : 0));
            if (frame.kind().hasId()) {
                head.putLong(frame.id());
            }
            ByteBuffer[] parts = {head.flip(), ByteBuffer.wrap(body, offset, size)};
            while (parts[0].hasRemaining() || parts[1].hasRemaining()) {
                out.write(parts);
            }
            offset += size;
        } while (offset < body.length);
    }

    /// The next frame; null when the other half closed the connection between two frames.
    @Nullable Frame read() throws IOException {
        List<byte[]> parts = new ArrayList<>();
        int total = 0;
        Frame first = null;
        while (true) {
            length.clear();
            if (!fill(length, first == null)) {
                return null;
            }
            int size = length.flip().getInt();
            if (size < 2 || size > MAX_CHUNK_BYTES) {
                throw new ProtocolException("a chunk of " + size + " bytes");
            }
            ByteBuffer chunk = ByteBuffer.allocate(size);
            fill(chunk, false);
            chunk.flip();
            int kind = chunk.get() & 0xFF;
            int flags = chunk.get() & 0xFF;
            if (kind >= KINDS.length || !accepted.contains(KINDS[kind]) || flags > MORE) {
                throw new ProtocolException("unknown frame " + kind + "/" + flags);
            }
            Frame part = part(KINDS[kind], chunk);
            if (first == null) {
                first = part;
                if (flags == 0) {
                    return bounded(part);
                }
            } else if (part.kind() != first.kind() || part.id() != first.id()) {
                throw new ProtocolException("a frame inside another");
            }
            total += part.body().length;
            if (total > first.kind().maxBodyBytes()) {
                throw new ProtocolException("a " + first.kind() + " that is too long");
            }
            parts.add(part.body());
            if (flags == 0) {
                return new Frame(first.kind(), first.id(), join(parts, total));
            }
            if (part.body().length == 0) {
                throw new ProtocolException("an empty chunk");
            }
        }
    }

    private static byte[] join(List<byte[]> parts, int total) {
        byte[] whole = new byte[total];
        int length = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, length, part.length);
            length += part.length;
        }
        return whole;
    }

    private static Frame part(Frame.Kind kind, ByteBuffer chunk) throws ProtocolException {
        long id = 0;
        if (kind.hasId()) {
            if (chunk.remaining() < 8) {
                throw new ProtocolException("a frame without its id");
            }
            id = chunk.getLong();
        }
        byte[] body = new byte[chunk.remaining()];
        chunk.get(body);
        return new Frame(kind, id, body);
    }

    private static Frame bounded(Frame frame) throws ProtocolException {
        if (frame.body().length > frame.kind().maxBodyBytes()) {
            throw new ProtocolException("a " + frame.kind() + " that is too long");
        }
        return frame;
    }

    /// False when the channel ended before the first byte and that is allowed.
    private boolean fill(ByteBuffer buffer, boolean mayEnd) throws IOException {
        while (buffer.hasRemaining()) {
            if (in.read(buffer) < 0) {
                if (mayEnd && buffer.position() == 0) {
                    return false;
                }
                throw new EOFException("connection ended inside a frame");
            }
        }
        return true;
    }
}

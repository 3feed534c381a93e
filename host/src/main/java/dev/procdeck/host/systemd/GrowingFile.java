package dev.procdeck.host.systemd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that someone appends to and we read after; emptied when nobody wants the rest. Used by
/// one thread.
final class GrowingFile implements AutoCloseable {

    /// The most a command can leave behind between two looks is bounded by its file size limit.
    private static final long EMPTIED_AT = 1 << 20;

    private static final int CHUNK = 16 * 1024;

    private final FileChannel channel;
    private long position;

    GrowingFile(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /// The next bytes that were written, at most a chunk; empty when there are none now.
    byte[] read() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
        int got = channel.read(buffer, position);
        if (got <= 0) {
            return new byte[0];
        }
        position += got;
        byte[] bytes = new byte[got];
        buffer.flip().get(bytes);
        return bytes;
    }

    /// Forgets what was written since the last read and gives the space back; answers how much it
    /// was.
    long skip() throws IOException {
        long size = channel.size();
        long skipped = Math.max(0, size - position);
        position = size;
        if (size > EMPTIED_AT) {
            // The writer appends, so it goes on at the new end.
            channel.truncate(0);
            position = 0;
        }
        return skipped;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

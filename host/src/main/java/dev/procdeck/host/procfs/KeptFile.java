package dev.procdeck.host.procfs;

import dev.procdeck.host.libc.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A kernel text file that stays open and is read from its start each time, into one reused buffer.
///
/// A read costs one `pread` for most files and leaves no garbage. For one thread.
public final class KeptFile implements AutoCloseable {

    private static final int FIRST_BYTES = 8 * 1024;

    /// No host-wide file comes near it (net/tcp with a million sockets has 150 MB); it stops a
    /// runaway.
    private static final int MAX_BYTES = 512 * 1024 * 1024;

    private final Path path;
    private @Nullable FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_BYTES);

    public KeptFile(Path path) {
        this.path = path;
    }

    /// The whole content; the buffer is overwritten by the next call.
    public Reading<ByteBuffer> read() {
        try {
            FileChannel open = channel;
            if (open == null) {
                open = FileChannel.open(path, StandardOpenOption.READ);
                channel = open;
            }
            buffer.clear();
            while (true) {
                if (!buffer.hasRemaining()) {
                    grow();
                }
                // The kernel may hand over less than asked for at any record boundary: only 0 is
                // the end.
                int count = open.read(buffer, buffer.position());
                if (count <= 0) {
                    return Reading.of(buffer.flip().asReadOnlyBuffer());
                }
            }
        } catch (AccessDeniedException e) {
            return Reading.denied(path.toString());
        } catch (NoSuchFileException e) {
            return Reading.unsupported(path.toString());
        } catch (IOException e) {
            close();
            return failed(e);
        }
    }

    private Reading<ByteBuffer> failed(IOException e) {
        String message = String.valueOf(e.getMessage());
        boolean denied = message.contains("not permitted") || message.contains("ermission denied");
        return denied
                ? Reading.denied(path.toString())
                : Reading.unsupported(path + ": " + message);
    }

    private void grow() throws IOException {
        if (buffer.capacity() >= MAX_BYTES) {
            throw new IOException("more than " + MAX_BYTES + " bytes");
        }
        ByteBuffer larger = ByteBuffer.allocateDirect(buffer.capacity() * 2);
        larger.put(buffer.flip());
        buffer = larger;
    }

    @Override
    public void close() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Nothing was written through it; there is nothing left to lose.
            }
        }
    }
}

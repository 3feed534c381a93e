package dev.procdeck.agent.acts;

import dev.procdeck.host.commands.CommandOutput;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.OutputStreamKind;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;

/// Turns the bytes of a command's two streams into text as they come, and publishes it. A character
/// that is cut by the end of a chunk waits for the next. Called by the command's one thread.
final class CommandText implements CommandOutput {
    private final long operationId;
    private final Consumer<Live> publish;
    private final Decoding out = new Decoding();
    private final Decoding err = new Decoding();
    private long bytesLeft;
    private boolean truncated;

    private static final class Decoding {
        private final CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE);
        private byte[] rest = {};

        String decode(byte[] bytes, boolean end) {
            ByteBuffer in = ByteBuffer.allocate(rest.length + bytes.length);
            in.put(rest).put(bytes).flip();
            CharBuffer text = CharBuffer.allocate(in.remaining() + 1);
            decoder.decode(in, text, end);
            rest = new byte[in.remaining()];
            in.get(rest);
            return text.flip().toString();
        }
    }

    CommandText(long operationId, Consumer<Live> publish, long maxBytes) {
        this.operationId = operationId;
        this.publish = publish;
        this.bytesLeft = maxBytes;
    }

    @Override
    public synchronized void chunk(Stream stream, byte[] bytes) {
        if (truncated) {
            return;
        }
        byte[] kept = bytes;
        if (bytes.length > bytesLeft) {
            kept = java.util.Arrays.copyOf(bytes, (int) bytesLeft);
            truncated = true;
        }
        bytesLeft -= kept.length;
        publish(stream, kept, false);
    }

    /// Publishes what was waiting for the rest of a character.
    synchronized void finish() {
        publish(Stream.STDOUT, new byte[0], true);
        publish(Stream.STDERR, new byte[0], true);
    }

    private void publish(Stream stream, byte[] bytes, boolean end) {
        Decoding decoding = stream == Stream.STDOUT ? out : err;
        String text = decoding.decode(bytes, end);
        if (!text.isEmpty() || (truncated && !end)) {
            publish.accept(
                    new Live.CommandOutput(
                            operationId,
                            stream == Stream.STDOUT
                                    ? OutputStreamKind.STDOUT
                                    : OutputStreamKind.STDERR,
                            Instant.now(),
                            text,
                            truncated));
        }
    }
}

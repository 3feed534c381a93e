package dev.procdeck.protocol.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.procdeck.protocol.codec.ProtocolException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.util.EnumSet;
import org.junit.jupiter.api.Tag;

/// What arrives on the socket before anything of it is understood.
@Tag("fuzz")
class FrameFuzzTest {
    @FuzzTest
    void frames(byte[] bytes) throws IOException {
        ReadableByteChannel in = Channels.newChannel(new ByteArrayInputStream(bytes));
        FrameStream frames = new FrameStream(in, new Nowhere(), EnumSet.allOf(Frame.Kind.class));
        try {
            for (Frame frame = frames.read(); frame != null; frame = frames.read()) {
                assertThat(frame.body().length)
                        .isLessThanOrEqualTo(Math.min(bytes.length, frame.kind().maxBodyBytes()));
            }
        } catch (ProtocolException | EOFException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    @FuzzTest
    void hello(byte[] bytes) {
        try {
            Hello hello = Hello.decode(bytes);
            assertThat(Hello.decode(hello.encode()).programVersion())
                    .isEqualTo(hello.programVersion());
        } catch (ProtocolException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    private static final class Nowhere implements GatheringByteChannel {
        @Override
        public int write(ByteBuffer bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] bytes, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long write(ByteBuffer[] bytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}

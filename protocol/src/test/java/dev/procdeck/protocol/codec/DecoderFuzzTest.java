package dev.procdeck.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.procdeck.protocol.operation.Operation;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;

/// Bytes that one half sends to the other: values or a [ProtocolException]. A server that was taken
/// over must not be able to stop the agent by what it writes.
@Tag("fuzz")
class DecoderFuzzTest {
    @FuzzTest
    void operation(byte[] bytes) {
        try {
            WireReader in = new WireReader(bytes);
            Operation operation = OperationCodec.take(in);
            in.finish();
            WireWriter again = new WireWriter();
            OperationCodec.put(again, operation);
            assertThat(OperationCodec.take(new WireReader(again.toBytes()))).isEqualTo(operation);
        } catch (ProtocolException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    @FuzzTest
    void answer(byte[] bytes) {
        try {
            WireReader in = new WireReader(bytes);
            AnswerCodec.take(in);
            in.finish();
        } catch (ProtocolException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    /// Two frames after one another, for a change refers to the table before it.
    @FuzzTest
    void live(byte[] bytes) {
        int cut = bytes.length == 0 ? 0 : 1 + (bytes[0] & 0xff) * (bytes.length - 1) / 256;
        LiveDecoder decoder = new LiveDecoder();
        for (byte[] frame :
                new byte[][] {
                    Arrays.copyOfRange(bytes, Math.min(1, bytes.length), cut),
                    Arrays.copyOfRange(bytes, cut, bytes.length)
                }) {
            try {
                WireReader in = new WireReader(frame);
                decoder.take(in);
                in.finish();
            } catch (ProtocolException refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            }
        }
    }
}

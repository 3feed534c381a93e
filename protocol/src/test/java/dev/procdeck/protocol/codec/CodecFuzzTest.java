package dev.procdeck.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.operation.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/// Bytes that nobody meant end in a [ProtocolException] or in a value: never in anything else,
/// never late, never in a heap that is gone.
class CodecFuzzTest {
    @Test
    void randomBytesNeverDoHarm() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    for (long seed = 0; seed < 60_000; seed++) {
                        Random random = new Random(seed);
                        byte[] bytes = new byte[random.nextInt(400)];
                        random.nextBytes(bytes);
                        if (bytes.length > 0) {
                            bytes[0] = (byte) random.nextInt(48);
                        }
                        take(bytes, seed);
                    }
                });
    }

    @Test
    void damagedMessagesNeverDoHarm() {
        List<Class<?>> types =
                java.util.stream.Stream.of(Operation.class, Answer.class, Live.class)
                        .flatMap(root -> RandomRecords.leaves(root).stream())
                        .toList();
        for (Class<?> type : types) {
            byte[] good = CodecRoundTripTest.encode(free(new RandomRecords(3).record(type)));
            for (long seed = 0; seed < 1_000; seed++) {
                Random random = new Random(seed);
                byte[] bytes = good.clone();
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                take(bytes, seed);
            }
        }
    }

    @Test
    void aHugeCountAllocatesNothing() {
        WireWriter out = new WireWriter();
        out.unsigned(Integer.MAX_VALUE);
        Assertions.assertThrows(
                ProtocolException.class, () -> new WireReader(out.toBytes()).texts());
        WireWriter negative = new WireWriter();
        negative.unsigned(-1);
        Assertions.assertThrows(
                ProtocolException.class, () -> new WireReader(negative.toBytes()).text());
    }

    private static Object free(Object value) {
        return switch (value) {
            case Live.ProcessesFrame f ->
                    new Live.ProcessesFrame(1, null, f.time(), "b", 1, f.rows(), f.gone());
            case Live.SocketsFrame f ->
                    new Live.SocketsFrame(1, null, f.time(), 1, f.rows(), f.gone());
            case Live.ServicesFrame f ->
                    new Live.ServicesFrame(1, null, f.time(), null, f.rows(), f.gone());
            case Live.EventsFrame f ->
                    new Live.EventsFrame(1, null, f.time(), f.feed(), f.rows(), f.gone());
            default -> value;
        };
    }

    private static void take(byte[] bytes, long seed) {
        int decoded = 0;
        for (int root = 0; root < 3; root++) {
            WireReader in = new WireReader(bytes);
            try {
                switch (root) {
                    case 0 -> OperationCodec.take(in);
                    case 1 -> AnswerCodec.take(in);
                    default -> new LiveDecoder().take(in);
                }
                in.finish();
                decoded++;
            } catch (ProtocolException _) {
                // The one allowed failure.
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(decoded).isBetween(0, 3);
    }
}

package dev.procdeck.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.operation.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every type under the sealed roots survives the wire, and its bytes are those of the protocol
/// version.
class CodecRoundTripTest {
    private static final Path GOLDEN =
            Path.of("src/test/resources/dev/procdeck/protocol/codec/protocol-6.golden");

    static Stream<Class<?>> types() {
        return Stream.of(Operation.class, Answer.class, Live.class)
                .flatMap(root -> RandomRecords.leaves(root).stream());
    }

    @ParameterizedTest
    @MethodSource("types")
    void everyTypeSurvivesTheWire(Class<?> type) throws Exception {
        for (int seed = 0; seed < 300; seed++) {
            Object value = whole(new RandomRecords(seed).record(type));
            byte[] bytes = encode(value);
            Object back = decode(value, bytes);
            assertThat(back).as("%s, seed %d", type.getSimpleName(), seed).isEqualTo(value);
            assertThat(encode(back)).as("%s, seed %d", type, seed).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void aMessageCutAnywhereIsRefused(Class<?> type) {
        Object value = whole(new RandomRecords(7).record(type));
        byte[] bytes = encode(value);
        for (int cut = 0; cut < bytes.length; cut++) {
            byte[] part = java.util.Arrays.copyOf(bytes, cut);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> decode(value, part))
                    .isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void theBytesAreThoseOfTheProtocolVersion() throws IOException {
        List<String> lines = new ArrayList<>();
        types().forEach(type -> {
            byte[] bytes = encode(whole(new RandomRecords(1).record(type)));
            lines.add(name(type) + " " + HexFormat.of().formatHex(bytes));
        });
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.write(GOLDEN, lines);
        }
        assertThat(lines)
                .as("a changed encoding needs a new Hello.PROTOCOL_VERSION and -Dgolden.rewrite")
                .isEqualTo(Files.readAllLines(GOLDEN));
    }

    private static String name(Class<?> type) {
        return type.getName().substring("dev.procdeck.protocol.".length());
    }

    /// Table frames with a base need the frame before; they have a test of their own.
    private static Object whole(Object value) {
        return switch (value) {
            case Live.ProcessesFrame f ->
                    new Live.ProcessesFrame(
                            f.tick(),
                            null,
                            f.time(),
                            f.bootId(),
                            f.periodMillis(),
                            f.rows(),
                            f.gone());
            case Live.SocketsFrame f ->
                    new Live.SocketsFrame(
                            f.tick(), null, f.time(), f.periodMillis(), f.rows(), f.gone());
            case Live.ServicesFrame f ->
                    new Live.ServicesFrame(
                            f.tick(), null, f.time(), f.notice(), f.rows(), f.gone());
            case Live.EventsFrame f ->
                    new Live.EventsFrame(f.tick(), null, f.time(), f.feed(), f.rows(), f.gone());
            default -> value;
        };
    }

    static byte[] encode(Object value) {
        WireWriter out = new WireWriter(1);
        switch (value) {
            case Operation operation -> OperationCodec.put(out, operation);
            case Answer answer -> AnswerCodec.put(out, answer);
            case Live live -> new LiveEncoder().put(out, live);
            default -> throw new AssertionError(value);
        }
        return out.toBytes();
    }

    private static Object decode(Object like, byte[] bytes) throws ProtocolException {
        WireReader in = new WireReader(bytes);
        Object value =
                switch (like) {
                    case Operation _ -> OperationCodec.take(in);
                    case Answer _ -> AnswerCodec.take(in);
                    default -> new LiveDecoder().take(in);
                };
        in.finish();
        return value;
    }
}

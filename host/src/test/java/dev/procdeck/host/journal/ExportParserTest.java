package dev.procdeck.host.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.host.services.LogLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExportParserTest {

    @Test
    void readsTextAndBinaryFields() throws Exception {
        byte[] hostile = {'a', '\n', 0, (byte) 0xff, '=', '\n'};
        byte[] stream =
                concat(
                        text(
                                "__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=1000001\nPRIORITY=3\n"
                                        + "_COMM=sh\n_PID=42\n_SYSTEMD_UNIT=a.service\n"),
                        binary("MESSAGE", hostile),
                        text("\nMESSAGE=x=y\nSYSLOG_IDENTIFIER=me\nUNIT=b.service\n\n"));
        List<LogLine> lines = parse(stream);
        assertThat(lines).hasSize(2);
        LogLine first = lines.getFirst();
        assertThat(first.message()).isEqualTo(hostile);
        assertThat(first.cursor()).isEqualTo("s=1;i=2");
        assertThat(first.time()).contains(Instant.ofEpochSecond(1, 1_000));
        assertThat(first.priority()).hasValue(3);
        assertThat(first.pid()).hasValue(42);
        assertThat(first.identifier()).isEqualTo("sh");
        assertThat(first.unit()).isEqualTo("a.service");
        assertThat(lines.get(1).message()).isEqualTo(text("x=y"));
        assertThat(lines.get(1).identifier()).isEqualTo("me");
        assertThat(lines.get(1).unit()).isEqualTo("b.service");
        assertThat(lines.get(1).priority()).isEmpty();
    }

    @Test
    void hugeFieldsAreCutAndFlagged() throws Exception {
        byte[] big = new byte[1_000_000];
        List<LogLine> lines =
                parse(
                        concat(
                                binary("MESSAGE", big),
                                text("\nMESSAGE=" + "y".repeat(1_000_000) + "\n\nMESSAGE=z\n\n")));
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0).truncated()).isTrue();
        assertThat(lines.get(0).message()).hasSize(ExportParser.MOST_BYTES);
        assertThat(lines.get(1).truncated()).isTrue();
        assertThat(lines.get(2).truncated()).isFalse();
    }

    @Test
    void anEntryCutShortIsNoEntry() throws Exception {
        byte[] whole = concat(text("_PID=1\n"), binary("MESSAGE", text("hello")), text("\n"));
        assertThat(parse(whole)).hasSize(1);
        for (int length = 0; length < whole.length; length++) {
            assertThat(parse(java.util.Arrays.copyOf(whole, length))).isEmpty();
        }
    }

    @Test
    void hostileLengthsEndTheStream() throws Exception {
        byte[] negative = concat(text("MESSAGE\n"), new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
        assertThat(parse(negative)).isEmpty();
        byte[] endless =
                concat(text("MESSAGE\n"), new byte[] {0, 0, 0, 0, 0, 0, 0, 127}, text("x"));
        assertThat(parse(endless)).isEmpty();
    }

    @Test
    void anyBytesAreSurvived() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[random.nextInt(300)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                if (random.nextInt(4) == 0) {
                    bytes[i] = (byte) "\n=MESAG\0".charAt(random.nextInt(8));
                }
            }
            assertThat(parse(bytes)).describedAs("seed %d", seed).isNotNull();
        }
    }

    private static List<LogLine> parse(byte[] stream) throws Exception {
        ExportParser parser = new ExportParser(new ByteArrayInputStream(stream));
        List<LogLine> lines = new ArrayList<>();
        for (Optional<LogLine> line = parser.next(); line.isPresent(); line = parser.next()) {
            lines.add(line.get());
        }
        return lines;
    }

    private static byte[] binary(String name, byte[] value) {
        byte[] size =
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value.length).array();
        return concat(text(name + "\n"), size, value, text("\n"));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}

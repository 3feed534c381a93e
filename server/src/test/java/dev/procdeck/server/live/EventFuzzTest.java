package dev.procdeck.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.procdeck.server.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Tag;
import tools.jackson.databind.json.JsonMapper;

/// B7: text of any bytes in an event is one line that reads back as it was, in each form that an
/// event is kept and sent in.
@Tag("fuzz")
class EventFuzzTest {
    @FuzzTest
    void oneLine(byte[] bytes) throws DataFormatException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        Consumer<JsonWriter> data = json -> json.beginObject().name(text).text(text).endObject();
        EncodedEvent event = EncodedEvent.of("processes", 7L, data);
        byte[] plain = all(event.pieces(false));
        String[] lines =
                new String(plain, StandardCharsets.UTF_8).split("[\r\n\u0085\u2028\u2029]", -1);
        assertThat(lines).hasSize(5);
        assertThat(lines[0]).isEqualTo("event: processes");
        assertThat(lines[1]).isEqualTo("id: 7");
        assertThat(lines[2]).startsWith("data: {");
        assertThat(lines[3] + lines[4]).isEmpty();
        String json = lines[2].substring("data: ".length());
        assertThat(JsonMapper.shared().readTree(json).get(text).asString()).isEqualTo(text);

        assertThat(inflated(all(event.pieces(true)), plain.length)).isEqualTo(plain);
        EncodedEvent much = EncodedEvent.ofMuch("processes", 7L, 1, data);
        assertThat(all(much.pieces(false))).isEqualTo(plain);
    }

    private static byte[] all(EncodedEvent.Pieces pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece = pieces.next(); piece != null; piece = pieces.next()) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    private static byte[] inflated(byte[] deflated, int length) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(deflated);
            byte[] back = new byte[length];
            assertThat(inflater.inflate(back)).isEqualTo(length);
            return back;
        } finally {
            inflater.end();
        }
    }
}

package dev.procdeck.server.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonWriterTest {
    private static String written(Object value) {
        return new String(new JsonWriter().value(value).toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void everyCharacterComesBackAndNoneBreaksTheLine() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x10000 ? 1 : 977) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                all.appendCodePoint(c);
            }
        }
        String json = written(all.toString());
        assertThat(JsonMapper.shared().readTree(json).asString()).isEqualTo(all.toString());
        assertThat(json.chars())
                .noneMatch(c -> c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029);
    }

    @Test
    void aBrokenSurrogateIsReplaced() {
        assertThat(written("a\ud800b\udc00\ud83d")).isEqualTo("\"a\ufffdb\ufffd\ufffd\"");
    }

    @Test
    void numbersAreShortAndAlwaysJson() {
        List<Object> numbers =
                Arrays.asList(1.0, 0.1, -2.5, 1e300, Double.NaN, 1L << 60, -0.0, null);
        assertThat(written(numbers))
                .isEqualTo("[1,0.1,-2.5,1.0E300,null,1152921504606846976,0,null]");
        JsonMapper.shared().readTree(written(numbers));
    }

    @Test
    void structureIsWhatAnotherReaderReads() {
        JsonWriter json = new JsonWriter();
        json.beginObject()
                .field("a", List.of(1, List.of(), Map.of("k", "v")))
                .name("b")
                .beginArray()
                .beginObject()
                .endObject()
                .beginObject()
                .field("t", Instant.parse("2026-01-02T03:04:05.678Z"))
                .endObject()
                .endArray()
                .field("c", false)
                .endObject();
        assertThat(new String(json.toBytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"a\":[1,[],{\"k\":\"v\"}],\"b\":[{},{\"t\":\"2026-01-02T03:04:05.678Z\"}],\"c\":false}");
    }

    @Test
    void aStreamGetsTheSameBytesInPieces() {
        Random random = new Random(7);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            rows.add(List.of("x".repeat(random.nextInt(80)), "进程\n\ud83d\ude00"));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonWriter streaming = new JsonWriter(out);
        streaming.value(rows);
        assertThat(out.size()).isPositive();
        streaming.flush();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(written(rows));
        JsonNode read = JsonMapper.shared().readTree(out.toByteArray());
        assertThat(read.size()).isEqualTo(5000);
    }
}

package dev.procdeck.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextCacheTest {
    private final TextCache cache = new TextCache();

    private String get(String text) {
        byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
        return cache.get(bytes, 1, bytes.length - 2);
    }

    @Test
    void theSameTextComesOutOnce() {
        assertThat(get("127.0.0.1")).isEqualTo("127.0.0.1").isSameAs(get("127.0.0.1"));
        String longer = "x".repeat(TextCache.MAX_BYTES + 1);
        assertThat(get(longer)).isEqualTo(longer).isNotSameAs(get(longer));
    }

    /// Among them texts that share a slot, texts of several bytes a character, and broken ones.
    @Test
    void everyTextComesOutAsItIs() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(6)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) (random.nextInt(10) == 0 ? random.nextInt() : 'a' + j);
            }
            assertThat(cache.get(bytes, 0, bytes.length))
                    .isEqualTo(new String(bytes, StandardCharsets.UTF_8));
        }
        assertThat(get("名字")).isEqualTo("名字");
        assertThat(get("é")).isEqualTo("é");
        assertThat(get("")).isEmpty();
    }
}

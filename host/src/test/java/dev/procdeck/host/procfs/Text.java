package dev.procdeck.host.procfs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// File contents for parser tests.
public final class Text {
    private Text() {}

    public static ByteBuffer of(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}

package dev.procdeck.server.live;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// What a viewer gets of an event, put together.
public final class EventBytes {
    private EventBytes() {}

    public static byte[] of(EncodedEvent event, boolean compressed) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (EncodedEvent.Pieces pieces = event.pieces(compressed)) {
            for (byte[] piece = pieces.next(); piece != null; piece = pieces.next()) {
                all.writeBytes(piece);
            }
        }
        return all.toByteArray();
    }

    public static String text(EncodedEvent event) {
        return new String(of(event, false), StandardCharsets.UTF_8);
    }
}

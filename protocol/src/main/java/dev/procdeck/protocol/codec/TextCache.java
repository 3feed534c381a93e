package dev.procdeck.protocol.codec;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Short texts that come again and again, such as addresses and users, so that a table of a hundred
/// thousand rows holds each of them once. One slot for each hash: a newer text takes the place of
/// another. Not thread-safe.
final class TextCache {
    static final int MAX_BYTES = 80;
    private static final int SLOTS = 1 << 12;

    private final @Nullable String[] slots = new @Nullable String[SLOTS];

    /// The text of these UTF-8 bytes.
    String get(byte[] bytes, int offset, int size) {
        if (size > MAX_BYTES) {
            return new String(bytes, offset, size, StandardCharsets.UTF_8);
        }
        int hash = size;
        for (int i = offset; i < offset + size; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        String known = slots[slot];
        if (known != null && isSame(known, bytes, offset, size)) {
            return known;
        }
        String text = new String(bytes, offset, size, StandardCharsets.UTF_8);
        if (text.length() == size) {
            slots[slot] = text;
        }
        return text;
    }

    /// Only ASCII has as many bytes as characters, so nothing else is ever kept or found.
    private static boolean isSame(String known, byte[] bytes, int offset, int size) {
        if (known.length() != size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (known.charAt(i) != bytes[offset + i]) {
                return false;
            }
        }
        return true;
    }
}

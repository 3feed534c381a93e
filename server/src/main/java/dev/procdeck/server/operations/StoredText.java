package dev.procdeck.server.operations;

import java.nio.charset.StandardCharsets;

/// Text as any database takes it: no NUL, which PostgreSQL refuses, and no half of a surrogate
/// pair, which no encoding carries. A name from the host may hold either. Pure function.
final class StoredText {
    private StoredText() {}

    static String clean(String text) {
        String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return whole.replace('\u0000', '\ufffd');
    }
}

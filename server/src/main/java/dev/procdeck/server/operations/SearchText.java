package dev.procdeck.server.operations;

import java.util.Locale;

/// The text that the log's search looks through, and the patterns it looks with. Both replace the
/// wildcards of `LIKE` by characters that no text has, so that a pattern never means more than its
/// letters on any database. Pure functions.
final class SearchText {
    private static final int MAX_LENGTH = 4_000;

    private SearchText() {}

    /// The searchable form of some columns.
    static String of(String... columns) {
        String joined = plain(String.join("\n", columns));
        return joined.length() > MAX_LENGTH
                ? StoredText.clean(joined.substring(0, MAX_LENGTH))
                : joined;
    }

    /// The `LIKE` pattern that finds a word anywhere.
    static String containing(String word) {
        return "%" + plain(word) + "%";
    }

    private static String plain(String text) {
        return StoredText.clean(text)
                .toLowerCase(Locale.ROOT)
                .replace('%', '\u0001')
                .replace('_', '\u0002')
                .replace('\\', '\u0003');
    }
}

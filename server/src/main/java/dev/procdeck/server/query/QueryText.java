package dev.procdeck.server.query;

import java.util.Locale;

/// How texts are compared: what case, space and a token are.
final class QueryText {
    private QueryText() {}

    /// Case is folded the same way as JavaScript's `toLowerCase`.
    static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /// What JavaScript's `\s` matches, the ideographic space among it.
    static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r' || c == '\ufeff' || Character.isSpaceChar(c);
    }

    /// The parts of a token: letters and numbers of any script.
    static boolean isTokenPart(char c) {
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER ->
                    true;
            default -> false;
        };
    }

    static boolean isAsciiLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}

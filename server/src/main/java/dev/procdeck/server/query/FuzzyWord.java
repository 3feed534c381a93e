package dev.procdeck.server.query;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Finds the letters of a word in order inside one token, with at most two gaps.
///
/// Bit-parallel: bit j of a state says that the first j letters were found. One pass over the text,
/// whatever the word. Immutable; safe to share.
final class FuzzyWord {
    /// States fit into an int here and in the page.
    static final int MAX_LETTERS = 30;

    private static final int ASCII = 128;

    private final char[] letters;
    private final int[] asciiMasks = new int[ASCII];
    private final int found;

    private FuzzyWord(char[] letters) {
        this.letters = letters;
        this.found = 1 << letters.length;
        for (int i = 0; i < letters.length; i++) {
            if (letters[i] < ASCII) {
                asciiMasks[letters[i]] |= 2 << i;
            }
        }
    }

    /// Null where the word is only ever literal: one character, too long, digits alone, or with a
    /// character that no token has.
    static @Nullable FuzzyWord of(String folded) {
        if (folded.length() < 2 || folded.length() > MAX_LETTERS) {
            return null;
        }
        boolean letter = false;
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (!QueryText.isTokenPart(c)) {
                return null;
            }
            letter |= Character.isLetter(c);
        }
        return letter ? new FuzzyWord(folded.toCharArray()) : null;
    }

    /// Whether some token of the text has it; the text must be folded.
    boolean isIn(String folded) {
        // run[g]: the last letter was found at the previous character, g gaps before; skip[g]:
        // inside
        // the g-th gap.
        int run0 = 0;
        int run1 = 0;
        int run2 = 0;
        int skip1 = 0;
        int skip2 = 0;
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (!QueryText.isTokenPart(c)) {
                run0 = run1 = run2 = skip1 = skip2 = 0;
                continue;
            }
            int mask = mask(c);
            int next0 = ((run0 | 1) << 1) & mask;
            int next1 = ((run1 | skip1) << 1) & mask;
            int next2 = ((run2 | skip2) << 1) & mask;
            skip1 |= run0;
            skip2 |= run1;
            run0 = next0;
            run1 = next1;
            run2 = next2;
            if (((run0 | run1 | run2) & found) != 0) {
                return true;
            }
        }
        return false;
    }

    private int mask(char c) {
        if (c < ASCII) {
            return asciiMasks[c];
        }
        int mask = 0;
        for (int i = 0; i < letters.length; i++) {
            if (letters[i] == c) {
                mask |= 2 << i;
            }
        }
        return mask;
    }

    @Override
    public String toString() {
        return Arrays.toString(letters);
    }
}

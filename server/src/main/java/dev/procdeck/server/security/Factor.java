package dev.procdeck.server.security;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.procdeck.server.db.Word;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/// A way to prove who one is.
public enum Factor implements Word {
    PASSWORD("password"),
    /// A code of an authenticator app (RFC 6238).
    TOTP("totp"),
    /// One of the codes kept for the day the app is lost.
    RECOVERY_CODE("recovery_code"),
    /// A passkey whose authenticator has verified its user: complete by itself.
    PASSKEY("passkey");

    /// Any of these completes a sign-in of an account that has a second factor (A13).
    public static final Set<Factor> SECOND = Set.of(TOTP, RECOVERY_CODE, PASSKEY);

    private final String word;

    Factor(String word) {
        this.word = word;
    }

    @Override
    @JsonValue
    public String word() {
        return word;
    }

    /// The factor of a word.
    @JsonCreator
    public static Factor of(String word) {
        return Word.parse(Factor.class, word);
    }

    /// Their words with a blank between them, in a fixed order.
    public static String words(Collection<Factor> factors) {
        return factors.stream().sorted().map(Factor::word).collect(Collectors.joining(" "));
    }

    /// The factors of such words.
    public static Set<Factor> ofWords(String words) {
        Set<Factor> factors = EnumSet.noneOf(Factor.class);
        Arrays.stream(words.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .map(Factor::of)
                .forEach(factors::add);
        return factors;
    }
}

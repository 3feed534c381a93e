package dev.procdeck.server.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/// Random tokens and the hashes by which they are kept. Thread-safe.
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int CODE_GROUP = 4;

    private Secrets() {}

    /// A token of 256 random bits, fit for a cookie.
    public static String token() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32));
    }

    /// An id of 128 random bits that need not be secret.
    public static String id() {
        return HexFormat.of().formatHex(bytes(16));
    }

    /// A code that people copy by hand: groups of four letters of Crockford's base 32, which has no
    /// I, L, O or U, five random bits each.
    public static String code(int letters) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < letters; i++) {
            text.append(i > 0 && i % CODE_GROUP == 0 ? "-" : "")
                    .append(CODE_ALPHABET.charAt(RANDOM.nextInt(CODE_ALPHABET.length())));
        }
        return text.toString();
    }

    /// A code as it is compared: without dashes, blanks and case, and with the letters that are
    /// mistaken for digits read as those.
    public static String plainCode(String typed) {
        return typed.toUpperCase(Locale.ROOT)
                .replaceAll("[\\s-]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
    }

    /// SHA-256 in hex. Enough for what is random itself; never for passwords.
    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Random bytes.
    public static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}

package dev.procdeck.server.factors;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Time-based one-time passwords (RFC 6238): HMAC-SHA-1, 30 s, six digits, what every authenticator
/// app reads. Pure functions.
final class Totp {
    static final int SEED_BYTES = 20;
    static final int DIGITS = 6;
    static final int STEP_SECONDS = 30;
    private static final int MODULUS = 1_000_000;

    /// Steps before and after the present one that still count: clocks differ, and typing takes
    /// time.
    private static final int DRIFT = 1;

    private Totp() {}

    /// The step that an instant lies in.
    static long step(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), STEP_SECONDS);
    }

    /// The code of a step.
    static String code(byte[] seed, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(seed, "HmacSHA1"));
            byte[] digest = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = digest[digest.length - 1] & 0x0f;
            int number = ByteBuffer.wrap(digest).getInt(offset) & 0x7fff_ffff;
            return String.format(Locale.ROOT, "%06d", number % MODULUS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }

    /// The step whose code this is, among those that count now. Takes the same time for any code of
    /// six characters: each step is compared in full.
    static OptionalLong match(byte[] seed, String candidate, Instant now) {
        byte[] typed = candidate.getBytes(StandardCharsets.UTF_8);
        long present = step(now);
        OptionalLong found = OptionalLong.empty();
        for (long step = present - DRIFT; step <= present + DRIFT; step++) {
            byte[] right = code(seed, step).getBytes(StandardCharsets.UTF_8);
            if (MessageDigest.isEqual(right, typed)) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }
}

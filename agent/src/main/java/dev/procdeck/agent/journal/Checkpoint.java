package dev.procdeck.agent.journal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A signed statement that the journal was this long and had this hash. Immutable.
///
/// Each is signed with the key of its epoch and names the public key of the next; the private key
/// of an epoch is erased when its one checkpoint is written. Who takes over the host can go on from
/// now, and cannot make the past again.
///
/// @param journalId of the journal, so that two on one host are not mixed up
/// @param epoch from 1, without gaps
/// @param sequence of the last record that it covers; 0 for an empty journal
/// @param hash of that record
/// @param nextKey the public key of the next epoch, X.509 encoded
public record Checkpoint(
        String journalId,
        long epoch,
        long sequence,
        String hash,
        Instant time,
        String nextKey,
        String signature) {
    /// What each line begins with, wherever it is kept.
    public static final String WORD = "procdeck-checkpoint";

    static final String ALGORITHM = "Ed25519";

    private static final Pattern LINE =
            Pattern.compile(
                    WORD
                            + " 1 ([0-9a-f]{32}) (\\d{1,18}) (\\d{1,18}) ([0-9a-f]{64}) (\\S{1,40})"
                            + " ([A-Za-z0-9+/=]{40,100}) ([A-Za-z0-9+/=]{80,100})");

    /// The checkpoint that a line holds, wherever in the line it begins; a log may put its own
    /// words before it.
    public static Optional<Checkpoint> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Checkpoint(
                            matcher.group(1),
                            Long.parseLong(matcher.group(2)),
                            Long.parseLong(matcher.group(3)),
                            matcher.group(4),
                            Instant.parse(matcher.group(5)),
                            matcher.group(6),
                            matcher.group(7)));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /// One line of text, without its end.
    public String line() {
        return said() + " " + signature;
    }

    /// What is signed.
    String said() {
        return said(journalId, epoch, sequence, hash, time, nextKey);
    }

    static String said(
            String journalId,
            long epoch,
            long sequence,
            String hash,
            Instant time,
            String nextKey) {
        return String.join(
                " ",
                WORD,
                "1",
                journalId,
                Long.toString(epoch),
                Long.toString(sequence),
                hash,
                time.toString(),
                nextKey);
    }

    /// Whether it was signed with the private half of this key.
    boolean isSignedBy(String publicKey) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(decode(publicKey));
            verifier.update(said().getBytes(StandardCharsets.UTF_8));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return false;
        }
    }

    static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    private static PublicKey decode(String key) throws GeneralSecurityException {
        return KeyFactory.getInstance(ALGORITHM)
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key)));
    }
}

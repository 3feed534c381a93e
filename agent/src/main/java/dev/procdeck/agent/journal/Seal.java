package dev.procdeck.agent.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Signs checkpoints of one journal and forgets the key of each epoch as soon as it was used.
///
/// `checkpoints` begins with the journal's id and first public key and has a line for each
/// checkpoint; `seal.key` is the private key of the epoch to come. The key after it is on disk
/// (`seal.key.next`) before the line that names it, so a crash between any two writes leaves a pair
/// that goes on. Not thread-safe.
final class Seal {
    static final String FILE = "checkpoints";
    static final String HEAD = "procdeck-journal 1 ";
    private static final String KEY = "seal.key";
    private static final int ID_BYTES = 16;

    private final Path directory;
    private final String journalId;
    private long epoch;
    private String privateKey;
    private long sealedSequence;

    private Seal(
            Path directory, String journalId, long epoch, String privateKey, long sealedSequence) {
        this.directory = directory;
        this.journalId = journalId;
        this.epoch = epoch;
        this.privateKey = privateKey;
        this.sealedSequence = sealedSequence;
    }

    /// The seal of a journal, made if it has none.
    static Seal open(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (Files.notExists(file)) {
            return create(directory);
        }
        CheckpointFile kept = CheckpointFile.read(file);
        List<Checkpoint> checkpoints = kept.checkpoints();
        long epoch = checkpoints.isEmpty() ? 1 : checkpoints.getLast().epoch() + 1;
        long sealed = checkpoints.isEmpty() ? 0 : checkpoints.getLast().sequence();
        cutTornLine(file);
        String prefix = epoch + " ";
        for (String name : List.of(KEY, KEY + ".next")) {
            Path key = directory.resolve(name);
            if (Files.exists(key)) {
                String text = Files.readString(key).strip();
                if (text.startsWith(prefix)) {
                    if (!name.equals(KEY)) {
                        replaceKey(directory);
                    }
                    return new Seal(
                            directory,
                            kept.journalId(),
                            epoch,
                            text.substring(prefix.length()),
                            sealed);
                }
            }
        }
        throw new IOException("the key of epoch " + epoch + " of the journal's seal is missing");
    }

    private static Seal create(Path directory) throws IOException {
        byte[] id = new byte[ID_BYTES];
        new SecureRandom().nextBytes(id);
        KeyPair first = generate();
        String journalId = HexFormat.of().formatHex(id);
        String privateKey = text(first.getPrivate().getEncoded());
        write(directory.resolve(KEY), "1 " + privateKey + "\n");
        append(
                directory.resolve(FILE),
                HEAD + journalId + " " + text(first.getPublic().getEncoded()) + "\n");
        return new Seal(directory, journalId, 1, privateKey, 0);
    }

    /// The sequence of the last record that is sealed.
    long sealedSequence() {
        return sealedSequence;
    }

    /// Signs where the journal is now, and forgets the key that did.
    Checkpoint sign(long sequence, byte[] hash, Instant time) throws IOException {
        KeyPair next = generate();
        String nextKey = text(next.getPublic().getEncoded());
        String nextPrivate = text(next.getPrivate().getEncoded());
        write(directory.resolve(KEY + ".next"), (epoch + 1) + " " + nextPrivate + "\n");
        String hex = Checkpoint.hex(hash);
        String said = Checkpoint.said(journalId, epoch, sequence, hex, time, nextKey);
        Checkpoint checkpoint =
                new Checkpoint(
                        journalId,
                        epoch,
                        sequence,
                        hex,
                        time,
                        nextKey,
                        signature(said, privateKey));
        append(directory.resolve(FILE), checkpoint.line() + "\n");
        replaceKey(directory);
        epoch++;
        privateKey = nextPrivate;
        sealedSequence = sequence;
        return checkpoint;
    }

    /// The old key's bytes are overwritten before its name is given to the new one. A copying file
    /// system may keep them all the same.
    private static void replaceKey(Path directory) throws IOException {
        Path old = directory.resolve(KEY);
        if (Files.exists(old)) {
            try (FileChannel channel = FileChannel.open(old, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(Math.toIntExact(channel.size())));
                channel.force(true);
            }
        }
        Files.move(directory.resolve(KEY + ".next"), old, StandardCopyOption.ATOMIC_MOVE);
        Durable.syncDirectory(directory);
    }

    private static void cutTornLine(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            byte[] bytes = Files.readAllBytes(file);
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            channel.truncate(end);
            channel.force(true);
        }
    }

    private static String signature(String said, String privateKey) {
        try {
            Signature signer = Signature.getInstance(Checkpoint.ALGORITHM);
            signer.initSign(
                    KeyFactory.getInstance(Checkpoint.ALGORITHM)
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(
                                            Base64.getDecoder().decode(privateKey))));
            signer.update(said.getBytes(StandardCharsets.UTF_8));
            return text(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair generate() {
        try {
            return KeyPairGenerator.getInstance(Checkpoint.ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void write(Path path, String text) throws IOException {
        Durable.write(
                path,
                text,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING));
    }

    private static void append(Path path, String text) throws IOException {
        Durable.write(
                path,
                text,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND));
    }
}

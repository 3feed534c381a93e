package dev.procdeck.agent.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// The bytes of records in one file of the journal: four bytes length, four bytes CRC32C, the
/// content, and 32 bytes SHA-256 over the hash before and the content. Pure but for [#list] and
/// [#read].
final class Segment {
    static final int HEAD_BYTES = 8;
    static final int HASH_BYTES = 32;
    static final int MAX_CONTENT_BYTES = 1 << 20;
    private static final Pattern NAME = Pattern.compile("journal-\\d{8}\\.log");

    /// What was found at one place of a file.
    sealed interface Found {
        /// A whole record; the next begins at `end`.
        record Whole(byte[] content, byte[] hash, int end) implements Found {}

        /// The file ends here.
        record End() implements Found {}

        /// No record begins here, for this reason.
        record Damage(String reason) implements Found {}
    }

    private Segment() {}

    static String nameOf(long number) {
        return String.format("journal-%08d.log", number);
    }

    static long numberOf(Path path) {
        String name = String.valueOf(path.getFileName());
        return Long.parseLong(name.substring("journal-".length(), name.length() - 4));
    }

    /// The segments in a directory, oldest first.
    static List<Path> list(Path directory) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> all = Files.list(directory)) {
            all.filter(path -> NAME.matcher(String.valueOf(path.getFileName())).matches())
                    .sorted()
                    .forEach(paths::add);
        }
        return paths;
    }

    static byte[] read(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Read on.
            }
            return bytes.array();
        }
    }

    /// A record as it is written after the one whose hash is `previous`.
    static byte[] frame(byte[] content, byte[] previous) {
        ByteBuffer frame = ByteBuffer.allocate(HEAD_BYTES + content.length + HASH_BYTES);
        frame.putInt(content.length).putInt(crc(content, content.length, 0)).put(content);
        frame.put(hash(previous, content));
        return frame.array();
    }

    /// The record that begins at `offset`, not yet held against the chain.
    static Found at(byte[] file, int offset) {
        int left = file.length - offset;
        if (left == 0) {
            return new Found.End();
        }
        if (left < HEAD_BYTES) {
            return new Found.Damage("a cut head");
        }
        ByteBuffer head = ByteBuffer.wrap(file, offset, HEAD_BYTES);
        int length = head.getInt();
        int crc = head.getInt();
        if (length <= 0 || length > MAX_CONTENT_BYTES) {
            return new Found.Damage("an impossible length");
        }
        if (left < HEAD_BYTES + length + HASH_BYTES) {
            return new Found.Damage("a cut record");
        }
        if (crc(file, length, offset + HEAD_BYTES) != crc) {
            return new Found.Damage("a wrong checksum");
        }
        byte[] content = new byte[length];
        byte[] hash = new byte[HASH_BYTES];
        System.arraycopy(file, offset + HEAD_BYTES, content, 0, length);
        System.arraycopy(file, offset + HEAD_BYTES + length, hash, 0, HASH_BYTES);
        return new Found.Whole(content, hash, offset + HEAD_BYTES + length + HASH_BYTES);
    }

    static byte[] hash(byte[] previous, byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(previous);
            return digest.digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int crc(byte[] bytes, int length, int offset) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}

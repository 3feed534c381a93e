package dev.procdeck.server.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The embedded database file. It is created with mode 0600 first, because SQLite gives its own
/// -wal and -shm files the mode of the file they belong to.
public record SqliteFile(Path path) {
    static final String URL_PREFIX = "jdbc:sqlite:";

    /// How long a writer waits for others.
    static final int BUSY_TIMEOUT_MILLIS = 2_000;

    /// Makes the directory (0700) and the file (0600) if they are missing.
    public static SqliteFile prepare(Path dataDir) {
        Path file = dataDir.resolve("procdeck.db").toAbsolutePath();
        try {
            DataDirectory.prepare(dataDir);
            if (Files.notExists(file)) {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SqliteFile(file);
    }

    /// The JDBC URL. IMMEDIATE makes a transaction take the write lock when it begins, so that one
    /// which reads first can never fail on the way to its write; FULL makes a commit durable before
    /// it returns.
    String url() {
        return URL_PREFIX
                + path
                + "?journal_mode=WAL&synchronous=FULL&foreign_keys=on&transaction_mode=IMMEDIATE&busy_timeout="
                + BUSY_TIMEOUT_MILLIS;
    }
}

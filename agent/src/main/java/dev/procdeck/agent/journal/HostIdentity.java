package dev.procdeck.agent.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which host a journal belongs to. One that was restored from a backup on another host acts on
/// nothing until somebody says that it may: the old host may still be there.
///
/// The host is known by its machine id, of which only a hash is kept. A host without one is not
/// told apart.
public final class HostIdentity {
    private static final String FILE = "host";
    private static final Path MACHINE_ID = Path.of("/etc/machine-id");
    private static final int MIN_LENGTH = 32;

    private HostIdentity() {}

    /// Whether the journal in this directory belongs to another host. A new one belongs to this.
    static boolean isForeign(Path directory, Path machineId) throws IOException {
        String here = here(machineId);
        if (here == null) {
            return false;
        }
        Path file = directory.resolve(FILE);
        if (Files.notExists(file)) {
            write(file, here);
            return false;
        }
        return !Files.readString(file).strip().equals(here);
    }

    static boolean isForeign(Path directory) throws IOException {
        return isForeign(directory, MACHINE_ID);
    }

    /// Lets this host go on with the journal.
    public static void acknowledge(Path directory) throws IOException {
        acknowledge(directory, MACHINE_ID);
    }

    static void acknowledge(Path directory, Path machineId) throws IOException {
        String here = here(machineId);
        if (here != null) {
            write(directory.resolve(FILE), here);
        }
    }

    private static void write(Path file, String host) throws IOException {
        Durable.write(
                file,
                host + "\n",
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING));
    }

    private static @Nullable String here(Path machineId) throws IOException {
        if (!Files.isReadable(machineId)) {
            return null;
        }
        String id = Files.readString(machineId).strip();
        if (id.length() < MIN_LENGTH) {
            return null;
        }
        try {
            // As machine-id(5) asks: an id of our own, made from it.
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(
                                            ("procdeck journal of " + id)
                                                    .getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}

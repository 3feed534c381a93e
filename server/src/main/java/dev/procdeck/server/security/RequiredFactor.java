package dev.procdeck.server.security;

import dev.procdeck.server.ServerOptions;
import dev.procdeck.server.db.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// From which role on an account must have a second factor, as the policy on the host said last. It
/// is kept in `second-factor-from` of the data directory, so that a server that starts before its
/// agent does not ask for less than yesterday. Thread-safe.
@Component
public class RequiredFactor {
    private static final Logger LOG = LoggerFactory.getLogger(RequiredFactor.class);

    private final Path file;
    private volatile @Nullable Role from;

    public RequiredFactor(ServerOptions options) {
        this.file = options.dataDir().resolve("second-factor-from");
        this.from = read();
    }

    /// Whether an account of this role must have one.
    public boolean of(Role role) {
        Role least = from;
        return least != null && role.compareTo(least) >= 0;
    }

    /// The policy says so now; null when nobody must.
    public synchronized void set(@Nullable Role least) {
        if (least == from) {
            return;
        }
        from = least;
        try {
            DataDirectory.writeSecret(
                    file, (least == null ? "" : least.word()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.error("{} cannot be written: at the next start it is as it was before", file, e);
        }
    }

    private @Nullable Role read() {
        try {
            String word = Files.readString(file).strip();
            return word.isEmpty() ? null : Role.of(word);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

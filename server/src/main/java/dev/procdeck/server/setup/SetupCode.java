package dev.procdeck.server.setup;

import dev.procdeck.server.ServerOptions;
import dev.procdeck.server.db.DataDirectory;
import dev.procdeck.server.security.Secrets;
import dev.procdeck.server.time.SteadyClock;
import dev.procdeck.server.users.Users;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// The one-time code that lets the first person in: 140 random bits, good for fifteen minutes after
/// the start that printed it, used up by the first account. Also in `setup-code` (0600) beside the
/// database. Thread-safe.
@Component
public class SetupCode {
    private static final Logger LOG = LoggerFactory.getLogger(SetupCode.class);

    /// How long a code counts.
    public static final Duration LIFETIME = Duration.ofMinutes(15);

    private static final int LETTERS = 28;

    private final Path file;
    private final Users users;
    private final SteadyClock clock;
    private final Object lock = new Object();
    private @Nullable String code;
    private Instant expiresAt = Instant.EPOCH;

    SetupCode(ServerOptions options, Users users, SteadyClock clock) {
        this.file = options.dataDir().resolve("setup-code");
        this.users = users;
        this.clock = clock;
    }

    /// What became of a code that somebody sent.
    public enum Verdict {
        RIGHT,
        WRONG,
        EXPIRED
    }

    /// Makes the code of this start, if there is no account yet, and writes it to its file.
    public Optional<String> issue() throws IOException {
        if (!users.isEmpty()) {
            Files.deleteIfExists(file);
            return Optional.empty();
        }
        String fresh = Secrets.code(LETTERS);
        DataDirectory.writeSecret(file, (fresh + "\n").getBytes(StandardCharsets.US_ASCII));
        synchronized (lock) {
            code = fresh;
            expiresAt = clock.instant().plus(LIFETIME);
        }
        return Optional.of(fresh);
    }

    /// Judges a code in constant time; dashes, spaces and case do not matter.
    public Verdict judge(String candidate) {
        synchronized (lock) {
            String right = code;
            if (right == null) {
                return Verdict.WRONG;
            }
            boolean same =
                    MessageDigest.isEqual(
                            Secrets.plainCode(right).getBytes(StandardCharsets.UTF_8),
                            Secrets.plainCode(candidate).getBytes(StandardCharsets.UTF_8));
            if (!same) {
                return Verdict.WRONG;
            }
            return clock.instant().isBefore(expiresAt) ? Verdict.RIGHT : Verdict.EXPIRED;
        }
    }

    /// Forgets the code: an account exists.
    public void close() {
        synchronized (lock) {
            code = null;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("the used set-up code could not be removed from {}", file, e);
        }
    }
}

package dev.procdeck.server.users;

import dev.procdeck.server.http.ApiException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/// Argon2id behind a gate: every hash takes 19 MiB, so only a few run at once and a bounded crowd
/// waits for them; the rest is told to come back (A1, A5). Thread-safe.
@Component
public class PasswordHasher {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int AT_ONCE = 2;
    private static final int WAITING = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Argon2PasswordEncoder argon2 =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
    private final Semaphore running = new Semaphore(AT_ONCE, true);
    private final Semaphore crowd = new Semaphore(AT_ONCE + WAITING);
    private volatile @Nullable String dummy;

    /// The hash to store.
    public String hash(String password) {
        return gated(() -> required(argon2.encode(password)));
    }

    /// Whether the password belongs to the hash. Without a hash it costs the same and is false
    /// (A3).
    public boolean matches(String password, @Nullable String hash) {
        boolean real = hash != null;
        String against = hash != null ? hash : dummyHash();
        return gated(() -> argon2.matches(password, against)) && real;
    }

    /// Whether a stored hash is weaker than what would be made today.
    public boolean isOutdated(String hash) {
        return argon2.upgradeEncoding(hash);
    }

    private String dummyHash() {
        String known = dummy;
        if (known == null) {
            known = gated(() -> required(argon2.encode("a password nobody has")));
            dummy = known;
        }
        return known;
    }

    private static String required(@Nullable String hash) {
        if (hash == null) {
            throw new IllegalStateException("no hash was made");
        }
        return hash;
    }

    private <T> T gated(Supplier<T> work) {
        if (!crowd.tryAcquire()) {
            throw ApiException.tooManyAttempts(Duration.ofSeconds(2));
        }
        try {
            if (!running.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw ApiException.tooManyAttempts(Duration.ofSeconds(2));
            }
            try {
                return work.get();
            } finally {
                running.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiException.tooManyAttempts(Duration.ofSeconds(2));
        } finally {
            crowd.release();
        }
    }
}

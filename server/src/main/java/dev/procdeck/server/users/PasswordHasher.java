package dev.procdeck.server.users;

import dev.procdeck.server.http.ApiException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/// Argon2id behind a gate: every hash takes 19 MiB, so only a few run at once and a bounded crowd
/// waits for them; the rest is told to come back (A1, A5). Thread-safe.
@Component
public class PasswordHasher implements DisposableBean {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int LANES = 1;
    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int AT_ONCE = 2;
    private static final int WAITING = 10;
    private static final Duration COME_BACK = Duration.ofSeconds(2);

    private final Argon2PasswordEncoder argon2 =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);

    /// Platform threads: a hash on a virtual thread would keep its carrier, and with it everybody
    /// else's requests, for as long as it runs.
    private final ThreadPoolExecutor gate = gate();

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

    private <T> T gated(Callable<T> work) {
        try {
            return gate.submit(work).get();
        } catch (RejectedExecutionException e) {
            throw ApiException.tooManyAttempts(COME_BACK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiException.tooManyAttempts(COME_BACK);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a password could not be hashed", e);
        }
    }

    @Override
    public void destroy() {
        gate.shutdownNow();
    }

    private static ThreadPoolExecutor gate() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        AT_ONCE,
                        AT_ONCE,
                        30,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING),
                        Thread.ofPlatform().daemon().name("password-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}

package dev.procdeck.server.factors;

import dev.procdeck.server.ServerOptions;
import dev.procdeck.server.db.DataDirectory;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.security.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Encrypts seeds with the key in `factor-key` (0600, 256 bits) of the data directory: AES-GCM,
/// bound to the account, so that a row copied to another account opens nothing. The file is made
/// when the first seed is kept. Thread-safe.
@Component
class FactorKey {
    private static final Logger LOG = LoggerFactory.getLogger(FactorKey.class);
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Path file;

    FactorKey(ServerOptions options) {
        this.file = options.dataDir().resolve("factor-key");
    }

    /// Encrypts a seed of an account; the nonce comes first.
    String seal(String userName, byte[] seed) {
        byte[] nonce = Secrets.bytes(NONCE_BYTES);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, ensure(), nonce, userName, seed);
        byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
        return Base64.getEncoder().encodeToString(all);
    }

    /// Decrypts a seed of an account.
    ///
    /// @throws ApiException 503 `factor_key_missing` when the key file is gone or another one
    byte[] open(String userName, String sealed) {
        byte[] all = Base64.getDecoder().decode(sealed);
        byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
        byte[] body = Arrays.copyOfRange(all, NONCE_BYTES, all.length);
        try {
            return run(Cipher.DECRYPT_MODE, read(), nonce, userName, body);
        } catch (IOException | IllegalStateException e) {
            LOG.error("{} does not open the seeds in the database", file, e);
            throw ApiException.unavailable("factor_key_missing");
        }
    }

    private synchronized byte[] ensure() {
        try {
            try {
                return read();
            } catch (NoSuchFileException e) {
                byte[] fresh = Secrets.bytes(KEY_BYTES);
                DataDirectory.writeSecret(file, Base64.getEncoder().encode(fresh));
                return fresh;
            }
        } catch (IOException e) {
            LOG.error("{} cannot be read or written", file, e);
            throw ApiException.unavailable("factor_key_missing");
        }
    }

    private byte[] read() throws IOException {
        try {
            byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
            if (key.length != KEY_BYTES) {
                throw new IOException(file + " does not hold a key");
            }
            return key;
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " does not hold a key", e);
        }
    }

    private static byte[] run(int mode, byte[] key, byte[] nonce, String userName, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(userName.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the seed does not fit the key", e);
        }
    }
}

package dev.procdeck.server.tls;

import dev.procdeck.server.ServerOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The listener's certificate now: our own, or the one that `--tls-cert` and `--tls-key` name,
/// which is read again when the files change. Files that are wrong by then change nothing.
/// Thread-safe.
public final class CertificateHolder {
    /// Guards nothing; the API of key stores wants one.
    static final String PASSWORD = "in-memory";

    private static final Logger LOG = LoggerFactory.getLogger(CertificateHolder.class);

    private final @Nullable CertificateFiles files;
    private volatile ServerCertificate current;
    private CertificateFiles.@Nullable Version version;
    private CertificateFiles.@Nullable Version refused;
    private @Nullable Consumer<KeyStore> listener;

    private CertificateHolder(
            ServerCertificate current,
            @Nullable CertificateFiles files,
            CertificateFiles.@Nullable Version version) {
        this.current = current;
        this.files = files;
        this.version = version;
    }

    /// The certificate that the options ask for.
    ///
    /// @throws IOException with a message for whoever started the program
    public static CertificateHolder open(ServerOptions options, Clock clock)
            throws IOException, GeneralSecurityException {
        if (options.tlsCert() == null && options.tlsKey() == null) {
            return new CertificateHolder(
                    ServerCertificate.loadOrIssue(options.dataDir(), options.hostNames(), clock),
                    null,
                    null);
        }
        if (options.tlsCert() == null || options.tlsKey() == null) {
            throw new IOException("--tls-cert and --tls-key are given together");
        }
        CertificateFiles files = new CertificateFiles(options.tlsCert(), options.tlsKey());
        ServerCertificate loaded = files.load();
        return new CertificateHolder(loaded, files, files.version());
    }

    /// The certificate that new connections get.
    public ServerCertificate current() {
        return current;
    }

    /// Whom to tell of another certificate.
    public synchronized void onChange(Consumer<KeyStore> newListener) {
        listener = newListener;
    }

    /// Whether there are files that may change.
    public boolean isWatched() {
        return files != null;
    }

    /// Looks whether the files have changed, and takes the new certificate if it is a good one.
    /// What is half written is looked at again when it has changed again.
    public synchronized void look() {
        CertificateFiles watched = files;
        if (watched == null) {
            return;
        }
        try {
            CertificateFiles.Version seen = watched.version();
            if (seen.equals(version) || seen.equals(refused)) {
                return;
            }
            refused = seen;
            ServerCertificate loaded = watched.load();
            if (listener != null) {
                listener.accept(loaded.keyStore(PASSWORD));
            }
            current = loaded;
            version = seen;
            LOG.info("the certificate was read again: SHA-256 {}", loaded.fingerprint());
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn(
                    "the certificate in use stays, the changed files cannot be used: {}",
                    e.getMessage());
        }
    }
}

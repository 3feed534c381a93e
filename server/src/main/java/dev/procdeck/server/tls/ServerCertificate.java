package dev.procdeck.server.tls;

import dev.procdeck.server.db.DataDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/// A listener's key and certificate: the user's own, or ours, which is kept as `tls/key.pem` and
/// `tls/certificate.pem` in the data directory. Immutable.
public final class ServerCertificate {
    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final List<X509Certificate> chain;

    /// @param chain the server's own certificate first
    ServerCertificate(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.certificate = chain.getFirst();
        this.chain = List.copyOf(chain);
    }

    /// Whether nobody but its own key vouches for it.
    public boolean isSelfSigned() {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    /// Loads what is kept, or issues a new one: on first start, shortly before the end of its life,
    /// or when `--host` names something it does not carry. A changed address alone does not replace
    /// a certificate people have accepted.
    public static ServerCertificate loadOrIssue(Path dataDir, List<String> hostNames, Clock clock)
            throws IOException, GeneralSecurityException {
        Path folder = dataDir.resolve("tls");
        DataDirectory.prepare(dataDir);
        DataDirectory.prepare(folder);
        Path keyFile = folder.resolve("key.pem");
        Path certificateFile = folder.resolve("certificate.pem");
        if (Files.exists(keyFile) && Files.exists(certificateFile)) {
            ServerCertificate kept = load(keyFile, certificateFile);
            if (kept.serves(hostNames, clock.instant())) {
                return kept;
            }
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        X509Certificate certificate =
                SelfSignedCertificate.issue(keys, MachineNames.read(hostNames), clock.instant());
        DataDirectory.writeSecret(keyFile, pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
        DataDirectory.writeSecret(certificateFile, pem("CERTIFICATE", certificate.getEncoded()));
        return new ServerCertificate(keys.getPrivate(), List.of(certificate));
    }

    /// The certificate's SHA-256 as people compare it: upper-case hex pairs with colons.
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    X509Certificate certificate() {
        return certificate;
    }

    /// A key store in memory with this one entry; the password guards nothing, the API wants one.
    KeyStore keyStore(String password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "procdeck", key, password.toCharArray(), chain.toArray(Certificate[]::new));
        return store;
    }

    private boolean serves(List<String> hostNames, Instant now) throws GeneralSecurityException {
        if (now.isAfter(certificate.getNotAfter().toInstant().minus(RENEW_BEFORE))) {
            return false;
        }
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        return hostNames.stream()
                .filter(MachineNames::isDnsName)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .allMatch(name ->
                        alternatives != null
                                && alternatives.stream()
                                        .anyMatch(entry -> name.equals(entry.get(1))));
    }

    private static ServerCertificate load(Path keyFile, Path certificateFile)
            throws IOException, GeneralSecurityException {
        PrivateKey key =
                KeyFactory.getInstance("EC")
                        .generatePrivate(new PKCS8EncodedKeySpec(unpem(Files.readString(keyFile))));
        X509Certificate certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(
                                        new ByteArrayInputStream(
                                                Files.readAllBytes(certificateFile)));
        return new ServerCertificate(key, List.of(certificate));
    }

    private static byte[] pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return ("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] unpem(String text) {
        return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
    }
}

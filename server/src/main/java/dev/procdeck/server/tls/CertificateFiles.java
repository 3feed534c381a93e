package dev.procdeck.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import org.springframework.boot.ssl.pem.PemContent;

/// A certificate of the user's own: `--tls-cert` (the chain, the server's own first) and
/// `--tls-key`, both PEM. Every message says which file is wrong, and how. Immutable.
record CertificateFiles(Path certificate, Path key) {
    /// When the files last changed; a change of either is another value.
    record Version(FileTime certificate, FileTime key, long sizes) {}

    Version version() throws IOException {
        return new Version(
                Files.getLastModifiedTime(certificate),
                Files.getLastModifiedTime(key),
                Files.size(certificate) * 31 + Files.size(key));
    }

    /// Reads both and checks that they belong together.
    ///
    /// @throws IOException with a message for whoever started the program
    ServerCertificate load() throws IOException {
        List<X509Certificate> chain = chain();
        PrivateKey privateKey = privateKey();
        if (!belongTogether(privateKey, chain.getFirst().getPublicKey())) {
            throw new IOException(
                    "the key in " + key + " is not the one of the certificate in " + certificate);
        }
        return new ServerCertificate(privateKey, chain);
    }

    private List<X509Certificate> chain() throws IOException {
        try {
            List<X509Certificate> chain = PemContent.of(read(certificate)).getCertificates();
            if (chain != null && !chain.isEmpty()) {
                return chain;
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IOException(certificate + " holds no certificate in PEM form", e);
        }
        throw new IOException(certificate + " holds no certificate in PEM form");
    }

    private PrivateKey privateKey() throws IOException {
        String text = read(key);
        if (text.contains("ENCRYPTED")) {
            throw new IOException(
                    "the key in "
                            + key
                            + " is encrypted; the server needs one without a pass phrase");
        }
        try {
            PrivateKey found = PemContent.of(text).getPrivateKey();
            if (found != null) {
                return found;
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new IOException(key + " holds no private key in PEM form", e);
        }
        throw new IOException(key + " holds no private key in PEM form");
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        } catch (IOException e) {
            throw new IOException(
                    file + " cannot be read by the user that the server runs as (" + e + ")", e);
        }
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        try {
            byte[] text = {1, 2, 3};
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}

package dev.procdeck.server.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Makes a self-signed server certificate (RFC 5280: v3, ECDSA with SHA-256, not a CA, serverAuth)
/// with the JDK alone.
final class SelfSignedCertificate {
    private static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";

    /// Browsers refuse certificates that live longer than this.
    static final Duration LIFETIME = Duration.ofDays(825);

    private SelfSignedCertificate() {}

    /// Signs a certificate for these names and addresses, valid from a day ago so that a slow clock
    /// elsewhere accepts it.
    static X509Certificate issue(KeyPair keys, MachineNames names, Instant now)
            throws GeneralSecurityException {
        byte[] algorithm = Der.sequence(Der.oid(ECDSA_SHA256));
        byte[] subject =
                Der.sequence(
                        Der.set(
                                Der.sequence(
                                        Der.oid("2.5.4.3"),
                                        Der.utf8("Procdeck on " + names.first()))));
        byte[] serial = new byte[16];
        new SecureRandom().nextBytes(serial);
        byte[] content =
                Der.sequence(
                        Der.value(0xa0, Der.integer(BigInteger.TWO)),
                        Der.integer(new BigInteger(1, serial)),
                        algorithm,
                        subject,
                        Der.sequence(
                                Der.time(now.minus(Duration.ofDays(1))),
                                Der.time(now.plus(LIFETIME))),
                        subject,
                        publicKey(keys.getPublic()),
                        Der.value(0xa3, extensions(names)));
        byte[] encoded =
                Der.sequence(content, algorithm, Der.bits(sign(content, keys.getPrivate())));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static byte[] publicKey(PublicKey key) {
        return key.getEncoded();
    }

    private static byte[] extensions(MachineNames names) {
        byte[] alternatives = new byte[0];
        for (String name : names.dnsNames()) {
            alternatives =
                    concat(alternatives, Der.value(0x82, name.getBytes(StandardCharsets.US_ASCII)));
        }
        for (byte[] address : names.addresses()) {
            alternatives = concat(alternatives, Der.value(0x87, address));
        }
        return Der.sequence(
                extension("2.5.29.19", true, Der.sequence()),
                extension("2.5.29.15", true, Der.value(0x03, new byte[] {7, (byte) 0x80})),
                extension("2.5.29.37", false, Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"))),
                extension("2.5.29.17", false, Der.sequence(alternatives)));
    }

    private static byte[] extension(String oid, boolean critical, byte[] content) {
        List<byte[]> parts =
                critical
                        ? List.of(Der.oid(oid), Der.bool(true), Der.octets(content))
                        : List.of(Der.oid(oid), Der.octets(content));
        return Der.sequence(parts.toArray(byte[][]::new));
    }

    private static byte[] sign(byte[] content, PrivateKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(content);
        return signature.sign();
    }

    private static byte[] concat(byte[] left, byte[] right) {
        byte[] both = new byte[left.length + right.length];
        System.arraycopy(left, 0, both, 0, left.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }
}

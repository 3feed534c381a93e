package dev.procdeck.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {
    private static final Clock NOW =
            Clock.fixed(Instant.parse("2026-11-23T00:00:00Z"), ZoneOffset.UTC);

    @TempDir Path directory;

    @Test
    void aFreshCertificateIsWhatBrowsersWant() throws Exception {
        X509Certificate certificate =
                ServerCertificate.loadOrIssue(directory, List.of("deck.example.test"), NOW)
                        .certificate();

        certificate.verify(certificate.getPublicKey());
        assertThat(((ECPublicKey) certificate.getPublicKey()).getParams().getOrder().bitLength())
                .isEqualTo(256);
        assertThat(certificate.getVersion()).isEqualTo(3);
        assertThat(certificate.getBasicConstraints()).as("not a CA").isEqualTo(-1);
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(
                        certificate.getSubjectAlternativeNames().stream()
                                .map(name -> name.get(1).toString()))
                .contains("localhost", "deck.example.test", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(Duration.between(NOW.instant(), certificate.getNotAfter().toInstant()))
                .isEqualTo(SelfSignedCertificate.LIFETIME);
        assertThat(certificate.getNotBefore().toInstant()).isBefore(NOW.instant());
    }

    @Test
    void itIsKeptUntilItEndsOrANameIsMissing() throws Exception {
        String first = fingerprint(List.of(), NOW);
        assertThat(fingerprint(List.of(), NOW))
                .isEqualTo(first)
                .matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(fingerprint(List.of("192.0.2.7"), NOW))
                .as("an address replaces nothing")
                .isEqualTo(first);
        String second = fingerprint(List.of("other.example.test"), NOW);
        assertThat(second).isNotEqualTo(first);
        assertThat(fingerprint(List.of("OTHER.example.test"), NOW)).isEqualTo(second);
        Clock late = Clock.offset(NOW, SelfSignedCertificate.LIFETIME.minusDays(20));
        assertThat(fingerprint(List.of(), late)).isNotEqualTo(second);
    }

    private String fingerprint(List<String> names, Clock clock) throws Exception {
        return ServerCertificate.loadOrIssue(directory, names, clock).fingerprint();
    }
}

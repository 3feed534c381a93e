package dev.procdeck.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A certificate of the user's own (T1: `--tls-cert`, `--tls-key`).
class CertificateFilesTest {
    @TempDir Path dir;

    @DisplayName("RSA and elliptic keys are read, in the forms that openssl writes")
    @ParameterizedTest
    @ValueSource(strings = {"rsa:2048", "ec -pkeyopt ec_paramgen_curve:P-256"})
    void keysOfBothKindsAreRead(String kind) throws Exception {
        Certificates.in(dir)
                .issue("deck.example.test", kind, dir.resolve("c.pem"), dir.resolve("k.pem"));
        ServerCertificate read = files("c.pem", "k.pem").load();
        assertThat(read.isSelfSigned()).isFalse();
        assertThat(read.certificate().getSubjectX500Principal().getName())
                .isEqualTo("CN=deck.example.test");
    }

    @Test
    @DisplayName("Whatever is wrong with the files is said with the file's name")
    void whatIsWrongIsSaid() throws Exception {
        Certificates authority = Certificates.in(dir);
        authority.issue("a", "rsa:2048", dir.resolve("a.pem"), dir.resolve("a.key"));
        authority.issue("b", "rsa:2048", dir.resolve("b.pem"), dir.resolve("b.key"));
        authority.openssl(
                "pkcs8", "-topk8", "-in", "a.key", "-out", "locked.key", "-passout", "pass:x");
        Files.writeString(dir.resolve("empty"), "");

        assertThatThrownBy(() -> files("gone.pem", "a.key").load())
                .hasMessageEndingWith("gone.pem does not exist");
        assertThatThrownBy(() -> files("a.pem", "b.key").load())
                .hasMessageContaining("b.key is not the one of the certificate in");
        assertThatThrownBy(() -> files("a.key", "a.key").load())
                .hasMessageContaining("a.key holds no certificate");
        assertThatThrownBy(() -> files("empty", "a.key").load())
                .hasMessageContaining("empty holds no certificate");
        assertThatThrownBy(() -> files("a.pem", "empty").load())
                .hasMessageContaining("empty holds no private key");
        assertThatThrownBy(() -> files("a.pem", "locked.key").load())
                .hasMessageContaining("without a pass phrase");
        assertThatThrownBy(() -> new CertificateFiles(dir, dir).load())
                .hasMessageContaining("cannot be read");
    }

    private CertificateFiles files(String chain, String key) {
        return new CertificateFiles(dir.resolve(chain), dir.resolve(key));
    }
}

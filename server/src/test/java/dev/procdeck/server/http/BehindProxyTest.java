package dev.procdeck.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.Browser;
import dev.procdeck.server.testing.Browser.Answer;
import dev.procdeck.server.testing.ServerTest;
import dev.procdeck.server.tls.CertificateHolder;
import dev.procdeck.server.tls.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// A server with a certificate of its user's own, that believes a reverse proxy at 127.0.0.1 and is
/// shown below `/deck` (Z6, B6). nginx itself is in the whole-system tests.
@DirtiesContext
class BehindProxyTest extends ServerTest {
    private static Path folder;
    private static Certificates authority;

    @Autowired private CertificateHolder certificates;

    @DynamicPropertySource
    static void proxy(DynamicPropertyRegistry registry) throws IOException {
        folder = Files.createTempDirectory("procdeck-certificates");
        authority = Certificates.in(folder);
        authority.issue(
                "deck.example.test", "rsa:2048", folder.resolve("c.pem"), folder.resolve("k.pem"));
        registry.add("procdeck.tls-cert", () -> folder.resolve("c.pem").toString());
        registry.add("procdeck.tls-key", () -> folder.resolve("k.pem").toString());
        registry.add("procdeck.proxy-from", () -> "127.0.0.1,10.1.0.0/16");
        registry.add("procdeck.path-prefix", () -> "/deck");
    }

    @DisplayName(
            "Z6: of the forwarded addresses, the last that no configured proxy has added is the client")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7|203.0.113.7",
                "198.51.100.1, 203.0.113.7|203.0.113.7",
                "203.0.113.7, 10.1.2.3|203.0.113.7",
                "evil, 203.0.113.7, 10.1.2.3|203.0.113.7",
                "2001:db8::7|[2001:db8:0:0:0:0:0:7]",
                "203.0.113.7, evil|127.0.0.1",
                "<script>|127.0.0.1",
                "10.1.9.9|10.1.9.9"
            })
    void theClientIsTheLastAddressThatNoProxyAdded(String forwarded, String client) {
        Browser admin = signedIn(Role.ADMIN);
        admin.post(
                "/api/v1/session/step-up",
                "{\"password\":\"wrong one\"}",
                "X-Forwarded-For",
                forwarded);
        assertThat(
                        admin.get("/api/v1/operations?logType=session&limit=1")
                                .json()
                                .path("items")
                                .path(0)
                                .path("remoteAddress")
                                .asString())
                .isEqualTo(client);
    }

    @Test
    @DisplayName(
            "Z6: the forwarded host is held to the allow-list and to the origin like any other")
    void theForwardedHostIsHeldLikeAnyOther() {
        Browser admin = signedIn(Role.ADMIN);
        String[] ours = {
            "X-Forwarded-Host", "deck.example.test", "Origin", "https://deck.example.test"
        };
        String[] theirs = {"X-Forwarded-Host", "evil.example"};
        String[] crossed = {
            "X-Forwarded-Host", "deck.example.test", "Origin", "https://evil.example"
        };

        assertThat(admin.get("/api/v1/users", ours).status()).isEqualTo(200);
        assertThat(admin.get("/api/v1/users", theirs).status()).isEqualTo(421);
        assertThat(admin.get("/api/v1/users", crossed).status()).isEqualTo(403);
        assertThat(
                        admin.post("/api/v1/account/passkeys/options", null, ours)
                                .json()
                                .path("rpId")
                                .asString())
                .isEqualTo("deck.example.test");
    }

    @Test
    @DisplayName("The page and the API are below the path prefix, and tricks with it open nothing")
    void everythingIsBelowThePrefix() {
        Browser admin = signedIn(Role.ADMIN);
        Browser anonymous = browser();
        assertThat(admin.get("/deck/api/v1/users").status()).isEqualTo(200);
        assertThat(anonymous.get("/deck/api/v1/users").status()).isEqualTo(401);
        assertThat(anonymous.get("/deck/api/v1/session").status()).isEqualTo(200);
        Answer bare = anonymous.get("/deck");
        assertThat(bare.status()).isEqualTo(308);
        assertThat(bare.header("Location")).isEqualTo("/deck/");
        for (String path :
                new String[] {
                    "/deckx/api/v1/users", "/deck//api/v1/users", "/deck/deck/api/v1/users",
                            "/deck/;/api/v1/users",
                    "/deck/../api/v1/users", "/DECK/api/v1/users", "/deck%2fapi/v1/users",
                            "/deck/api/v1/users/"
                }) {
            assertThat(anonymous.get(path).status()).as(path).isBetween(400, 404);
            assertThat(signedIn(Role.VIEWER).get(path).status()).as(path).isBetween(400, 404);
        }
        for (var header : SecurityHeaders.ALL) {
            assertThat(bare.header(header.getKey())).isEqualTo(header.getValue());
        }
    }

    @Test
    @DisplayName("B6: HSTS for a year, under a real name only, on every kind of answer")
    void hstsUnderARealNameOnly() {
        Browser browser = browser();
        for (String path :
                new String[] {"/", "/api/v1/session", "/api/v1/users", "/nope", "/api//v1"}) {
            assertThat(
                            browser.get(path, "Host", "deck.example.test")
                                    .header("Strict-Transport-Security"))
                    .as(path)
                    .isEqualTo("max-age=31536000");
            assertThat(browser.get(path, "Host", "localhost").header("Strict-Transport-Security"))
                    .isEmpty();
            assertThat(browser.get(path).header("Strict-Transport-Security")).isEmpty();
        }
    }

    @DisplayName("B6: what counts as a real name")
    @ParameterizedTest
    @CsvSource({
        "deck.example.test,true",
        "DECK.Example,true",
        "localhost,false",
        "a.localhost,false",
        "printer.local,false",
        "myhost,false",
        "127.0.0.1,false",
        "[::1],false"
    })
    void whatCountsAsARealName(String host, boolean real) {
        assertThat(Hsts.isRealName(host)).isEqualTo(real);
    }

    @Test
    @DisplayName(
            "A renewed certificate is used without a restart; a pair that is wrong changes nothing")
    void aRenewedCertificateIsUsedWithoutARestart() throws Exception {
        String before = presented();
        assertThat(before).isEqualTo(certificates.current().fingerprint());

        Files.writeString(folder.resolve("k.pem"), "half written");
        certificates.look();
        assertThat(presented()).isEqualTo(before);

        Path chain = folder.resolve("new.pem");
        Path key = folder.resolve("new.key");
        authority.issue("deck.example.test", "ec -pkeyopt ec_paramgen_curve:P-256", chain, key);
        Files.setLastModifiedTime(key, FileTime.fromMillis(System.currentTimeMillis() + 5_000));
        Files.move(chain, folder.resolve("c.pem"), StandardCopyOption.REPLACE_EXISTING);
        certificates.look();
        assertThat(presented()).isEqualTo(before);
        Files.move(key, folder.resolve("k.pem"), StandardCopyOption.REPLACE_EXISTING);
        certificates.look();
        assertThat(presented())
                .isNotEqualTo(before)
                .isEqualTo(certificates.current().fingerprint());
    }

    @Test
    @DisplayName("TLS 1.2 and 1.3 are spoken, nothing older")
    void onlyTls12And13AreSpoken() throws Exception {
        assertThat(handshake("TLSv1.2").getProtocol()).isEqualTo("TLSv1.2");
        assertThat(handshake("TLSv1.3").getProtocol()).isEqualTo("TLSv1.3");
        Process old =
                new ProcessBuilder(
                                "openssl",
                                "s_client",
                                "-connect",
                                "127.0.0.1:" + port,
                                "-tls1_1",
                                "-cipher",
                                "ALL:@SECLEVEL=0")
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
        String said = new String(old.getInputStream().readAllBytes());
        assertThat(old.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said).contains("alert protocol version");
    }

    @DisplayName("Options that are no block or no path are refused with what is wrong")
    @ParameterizedTest
    @ValueSource(strings = {"nginx.example", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", ""})
    void aBlockMustBeOne(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PathPrefix.check(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @DisplayName("A block holds the addresses that begin like it")
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.255.0.1,true",
        "10.0.0.0/8,11.0.0.1,false",
        "192.168.4.0/22,192.168.7.255,true",
        "192.168.4.0/22,192.168.8.0,false",
        "fd00::/8,fd12::1,true",
        "fd00::/8,::1,false",
        "0.0.0.0/0,1.2.3.4,true",
        "0.0.0.0/0,::1,false",
        "127.0.0.1,127.0.0.1,true",
        "127.0.0.1,127.0.0.2,false",
        "10.0.0.0/8,evil,false",
        "::1,[0:0:0:0:0:0:0:1],true"
    })
    void aBlockHoldsItsAddresses(String block, String address, boolean inside) {
        assertThat(Cidr.parse(block).contains(address)).isEqualTo(inside);
    }

    private String presented() throws Exception {
        X509Certificate leaf = (X509Certificate) handshake("TLSv1.3").getPeerCertificates()[0];
        byte[] digest =
                java.security.MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded());
        return java.util.HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
    }

    private javax.net.ssl.SSLSession handshake(String protocol) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {Browser.trustsAll()}, null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            return socket.getSession();
        } catch (SSLHandshakeException e) {
            throw new AssertionError(protocol, e);
        }
    }
}

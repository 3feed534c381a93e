package dev.procdeck.host.supervisord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlRpcTest {

    @Test
    void readsAllTypes() throws Exception {
        Object value =
                parse(
                        "<value><struct><member><name>a</name><value><array><data><value><int>1</int></value>"
                                + "<value>bare &lt;b&gt;</value></data></array></value></member><member><name>b</name>"
                                + "<value><boolean>1</boolean></value></member></struct></value>");
        assertThat(value).isEqualTo(Map.of("a", List.of(1, "bare <b>"), "b", true));
    }

    @Test
    void faultsKeepTheirCode() {
        assertThatThrownBy(() ->
                        XmlRpc.parseAnswer(
                                bytes(
                                        "<methodResponse><fault><value><struct><member><name>faultCode</name>"
                                                + "<value><int>10</int></value></member><member><name>faultString</name>"
                                                + "<value><string>BAD_NAME: x</string></value></member></struct></value>"
                                                + "</fault></methodResponse>")))
                .isInstanceOfSatisfying(
                        RpcException.Fault.class, fault -> assertThat(fault.code()).isEqualTo(10));
    }

    @Test
    void argumentsCannotBecomeMarkup() {
        assertThat(XmlRpc.call(RpcMethod.INFO, "a</string></value><value>&x;"))
                .contains("<string>a&lt;/string&gt;&lt;/value&gt;&lt;value&gt;&amp;x;</string>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "<methodResponse>",
                "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><methodResponse><params><param><value>&e;</value></param></params></methodResponse>",
                "<!DOCTYPE a [<!ENTITY e \"boom\">]><methodResponse><params><param><value><string>&e;</string></value></param></params></methodResponse>",
                "<methodResponse><params><param><value><base64>eA==</base64></value></param></params></methodResponse>",
                "<methodResponse><params><param><value><int>1e3</int></value></param></params></methodResponse>"
            })
    void hostileAnswersAreNoAnswer(String xml) {
        try {
            Object value = XmlRpc.parseAnswer(bytes(xml));
            assertThat(String.valueOf(value)).doesNotContain("root:").doesNotContain("boom");
        } catch (RpcException.NoAnswer expected) {
            assertThat(expected).isNotNull();
        } catch (RpcException other) {
            throw new AssertionError(other);
        }
    }

    @Test
    void depthIsLimited() {
        String deep = "<value><array><data>".repeat(10_000);
        assertThatThrownBy(() -> parse(deep)).isInstanceOf(RpcException.NoAnswer.class);
    }

    @Test
    void anyBytesAreSurvived() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] pieces = {
            "<value>",
            "</value>",
            "<struct>",
            "</struct>",
            "<name>",
            "<array>",
            "<fault>",
            "x",
            "&lt;",
            "<int>",
            "<methodResponse>"
        };
        for (int round = 0; round < 2_000; round++) {
            StringBuilder xml = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                xml.append(pieces[random.nextInt(pieces.length)]);
            }
            try {
                assertThat(XmlRpc.parseAnswer(bytes(xml.toString()))).isNotNull();
            } catch (RpcException expected) {
                assertThat(expected).describedAs("seed %d", seed).isNotNull();
            }
        }
    }

    @Test
    void configurationIsReadLikeSupervisorDoes() {
        SupervisordSocket socket =
                SupervisordSocket.parse(
                                "; x\n[unix_http_server]\nfile=/run/s.sock   ; (path)\nusername = u\npassword=p;q\n"
                                        + "[supervisord]\nfile=/other\n",
                                Path.of("/c"))
                        .orElseThrow();
        assertThat(socket.socket()).isEqualTo(Path.of("/run/s.sock"));
        assertThat(socket.userName()).isEqualTo("u");
        assertThat(socket.password()).isEqualTo("p;q");
        assertThat(SupervisordSocket.parse("[inet_http_server]\nport=9001\n", Path.of("/c")))
                .isEmpty();
        assertThat(socket).asString().doesNotContain("p;q");
    }

    private static Object parse(String value) throws RpcException {
        return XmlRpc.parseAnswer(
                bytes(
                        "<methodResponse><params><param>"
                                + value
                                + "</param></params></methodResponse>"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

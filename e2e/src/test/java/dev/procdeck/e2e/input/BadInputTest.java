package dev.procdeck.e2e.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.e2e.support.ApiClient;
import dev.procdeck.e2e.support.ApiClient.Answer;
import dev.procdeck.e2e.support.SharedProgram;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("testhost")
@ExtendWith(SharedProgram.class)
class BadInputTest {
    static Stream<String> names() {
        return Stream.of(
                "-nginx",
                "--help",
                "../nginx",
                "nginx/../../etc",
                "nginx\0",
                "nginx\n.service",
                "n".repeat(5000),
                "nginx 🚀",
                "<img src=x onerror=alert(1)>",
                "*",
                "nginx.service.service.mount;reboot",
                " ",
                "%00");
    }

    @ParameterizedTest
    @MethodSource("names")
    void aBadServiceNameIsAProblemOfTheCaller(String name, ApiClient api) {
        String path =
                "/services/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");

        assertProblem(api.get(path));
        assertProblem(
                api.postText(
                        path + "/operations", "application/json", "{\"operation\": \"restart\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "99999999",
                "1e3",
                "+1",
                "01",
                "1.0",
                "١",
                "4194305",
                "abc",
                "%20"
            })
    void aBadPidIsAProblemOfTheCaller(String pid, ApiClient api) {
        assertProblem(
                api.get(
                        "/processes/"
                                + URLEncoder.encode(pid, StandardCharsets.UTF_8)
                                        .replace("%25", "%")));
        assertProblem(
                api.postText(
                        "/processes/"
                                + URLEncoder.encode(pid, StandardCharsets.UTF_8).replace("%25", "%")
                                + "/signals",
                        "application/json",
                        "{\"signal\": \"TERM\", \"startTicks\": 1}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "\"restart\"",
                "{\"operation\": \"explode\"}",
                "{\"operation\": null}",
                "{\"operation\": 1}",
                "{\"operation\": \"restart\", \"role\": \"admin\"}",
                "{\"operation\": {\"operation\": \"restart\"}}"
            })
    void aBadBodyIsAProblemOfTheCaller(String body, ApiClient api) {
        assertProblem(api.postText("/services/nginx/operations", "application/json", body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
    void anotherContentTypeIsRefused(String type, ApiClient api) {
        assertThat(
                        api.postText(
                                        "/services/nginx/operations",
                                        type,
                                        "{\"operation\": \"restart\"}")
                                .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/processes?sort=nothing",
                "/processes?limit=-1",
                "/processes?limit=100001",
                "/processes?limit=many",
                "/processes?offset=-1",
                "/operations?retStatus=maybe",
                "/operations?from=yesterday",
                "/stream?topics=gossip",
                "/sockets?sort=;drop"
            })
    void aBadQueryIsAProblemOfTheCaller(String path, ApiClient api) {
        assertThat(api.get(path).status()).isEqualTo(400);
    }

    private static void assertProblem(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.body().get("status").asInt()).isEqualTo(answer.status());
    }
}

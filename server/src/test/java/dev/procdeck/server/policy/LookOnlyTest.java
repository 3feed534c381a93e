package dev.procdeck.server.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.PolicyView;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.AgentTest;
import dev.procdeck.server.testing.Browser;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What is wrong with the policy reaches the page as a code with its values, and a reader of
/// problems in their own language.
class LookOnlyTest extends AgentTest {
    private static final Map<String, String> FAULT =
            Map.of(
                    "reason", "word_wrong",
                    "path", "/etc/procdeck/policy",
                    "line", "2",
                    "value", "root",
                    "wanted", "admin|operator|viewer");
    private static final Problem LOOK_ONLY =
            new Problem(Problem.Category.DENIED, "look_only", FAULT);

    @Test
    void theSessionSaysWhatIsWrongUntilItIsMended() {
        Browser viewer = signedIn(Role.VIEWER);
        AtomicReference<JsonNode> session = new AtomicReference<>();
        // Again until it is heard: the server may not listen yet, and say that the agent is away.
        await(() -> {
            agent.publish(new Live.PolicyChanged(LOOK_ONLY, null));
            session.set(viewer.get("/api/v1/session").json());
            return session.get().path("readOnlyReason").asString("").equals("look_only");
        });
        assertTold(session.get());
        await(() -> {
            agent.publish(new Live.PolicyChanged(null, null));
            return !viewer.get("/api/v1/session").body().contains("readOnly");
        });
    }

    @Test
    void thePolicyItselfSaysSo() {
        agent.answer(
                Query.Policy.class,
                _ -> new PolicyView("/etc/procdeck/policy", LOOK_ONLY, List.of(), Map.of(), null));
        assertTold(signedIn(Role.VIEWER).get("/api/v1/policy").json());
        agent.answer(
                Query.Policy.class,
                _ -> new PolicyView("built-in", null, List.of(), Map.of(), null));
        assertThat(signedIn(Role.VIEWER).get("/api/v1/policy").body()).doesNotContain("readOnly");
    }

    @Test
    void aRefusedActNamesTheFileInTheLanguageOfTheRequest() {
        agent.onAct(_ -> new Answer.Refused(LOOK_ONLY));
        Browser admin = signedIn(Role.ADMIN);
        Browser.Answer chinese = restart(admin, "zh-CN");
        assertThat(chinese.status()).isEqualTo(403);
        assertThat(chinese.code()).isEqualTo("look_only");
        assertThat(chinese.json().path("detail").asString())
                .startsWith("策略文件 /etc/procdeck/policy 无法使用");
        assertThat(chinese.json().at("/parameters/reason").asString()).isEqualTo("word_wrong");
        assertThat(restart(admin, "en").json().path("detail").asString())
                .startsWith("The policy file /etc/procdeck/policy cannot be used");
    }

    private static Browser.Answer restart(Browser admin, String language) {
        return admin.post(
                "/api/v1/services/nginx/operations",
                "{\"operation\":\"restart\"}",
                "Accept-Language",
                language);
    }

    private static void assertTold(JsonNode view) {
        assertThat(view.path("readOnlyReason").asString()).isEqualTo("look_only");
        FAULT.forEach((name, value) ->
                assertThat(view.path("readOnlyParameters").path(name).asString())
                        .as(name)
                        .isEqualTo(value));
    }
}

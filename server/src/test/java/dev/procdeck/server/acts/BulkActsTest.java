package dev.procdeck.server.acts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.CommandPreview;
import dev.procdeck.protocol.answer.CommandTemplates;
import dev.procdeck.protocol.answer.Permission;
import dev.procdeck.protocol.answer.PolicyExplanation;
import dev.procdeck.protocol.answer.SignalTargets;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.ReturnStatus;
import dev.procdeck.server.agent.FakeAgent;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.AgentTest;
import dev.procdeck.server.testing.Browser;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// Many targets in one request: S4.
@Timeout(90)
class BulkActsTest extends AgentTest {
    private static final String SERVICES = "/api/v1/services/operations";
    private static final String SIGNALS = "/api/v1/processes/signals";

    @Test
    void eachTargetHasItsOwnIntentRecordAndLine() {
        Browser operator = signedIn(Role.OPERATOR);
        agent.onAct(act ->
                ((Act.OnService) act).name().equals("dbus")
                        ? FakeAgent.refused(Problem.Category.DENIED, "protected_unit")
                        : FakeAgent.done(
                                ((Act.OnService) act).name().equals("bad")
                                        ? ReturnStatus.FAILED
                                        : ReturnStatus.SUCCEEDED,
                                "running"));
        Browser.Answer answer =
                operator.post(
                        SERVICES,
                        "{\"operation\":\"restart\",\"names\":[\"nginx\",\"dbus\",\"bad\",\"nginx\"]}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode items = answer.json().get("items");
        assertThat(items.size()).isEqualTo(3);
        assertThat(items.at("/0/record/retStatus").asString()).isEqualTo("succeeded");
        assertThat(items.at("/1/problem/code").asString()).isEqualTo("protected_unit");
        assertThat(items.at("/1/problem/operationId").asLong()).isPositive();
        assertThat(items.at("/2/record/retStatus").asString()).isEqualTo("failed");
        Set<Long> ids = new HashSet<>();
        agent.acts().forEach(act -> ids.add(act.intent().operationId()));
        assertThat(ids).hasSize(3);
    }

    @Test
    void moreThanFiftyOrNoneAreRefusedBeforeAnythingHappens() {
        Browser admin = signedIn(Role.ADMIN);
        String many =
                IntStream.range(0, 51)
                        .mapToObj(i -> "\"s" + i + "\"")
                        .collect(Collectors.joining(","));
        for (String names : List.of(many, "", "null", "\"a\",null")) {
            Browser.Answer answer =
                    admin.post(SERVICES, "{\"operation\":\"stop\",\"names\":[" + names + "]}");
            assertThat(answer.status()).as(names).isEqualTo(400);
        }
        Browser.Answer form =
                admin.post(SERVICES, "{\"operation\":\"stop\",\"names\":[\"a\",\"../x\"]}");
        assertThat(form.status()).isEqualTo(400);
        assertThat(agent.acts()).isEmpty();
    }

    @Test
    void aViewerMeetsTheSameRefusalForTheWhole() {
        Browser viewer = signedIn(Role.VIEWER);
        Browser.Answer answer =
                viewer.post(SERVICES, "{\"operation\":\"stop\",\"names\":[\"a\",\"b\"]}");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(agent.acts()).isEmpty();
    }

    @Test
    void theSameKeyDoesNothingTwice() {
        Browser operator = signedIn(Role.OPERATOR);
        String body = "{\"operation\":\"stop\",\"names\":[\"a\",\"b\"]}";
        Browser.Answer one = operator.post(SERVICES, body, "Idempotency-Key", "bulk-1");
        Browser.Answer two = operator.post(SERVICES, body, "Idempotency-Key", "bulk-1");
        assertThat(two.body()).isEqualTo(one.body());
        assertThat(agent.acts()).hasSize(2);
    }

    @Test
    void aSelectionIsSignalledOneByOne() {
        Browser operator = signedIn(Role.OPERATOR);
        String targets = "[{\"pid\":77,\"startTicks\":1},{\"pid\":78,\"startTicks\":2}]";
        Browser.Answer answer =
                operator.post(SIGNALS, "{\"signal\":\"TERM\",\"targets\":" + targets + "}");
        assertThat(answer.json().get("items").size()).isEqualTo(2);
        assertThat(agent.acts())
                .extracting(act -> ((Act.Signal) act).process())
                .containsExactlyInAnyOrder(new ProcessKey(77, 1), new ProcessKey(78, 2));
        for (String bad : List.of("[{\"pid\":0,\"startTicks\":1}]", "[{\"pid\":5}]", "[{}]")) {
            assertThat(
                            operator.post(SIGNALS, "{\"signal\":\"TERM\",\"targets\":" + bad + "}")
                                    .status())
                    .as(bad)
                    .isEqualTo(400);
        }
    }

    @Test
    void killingManyAsksForAFreshPasswordOnce() {
        Browser operator = signedIn(Role.OPERATOR);
        clock.forward(Duration.ofMinutes(16));
        Browser.Answer answer =
                operator.post(
                        SIGNALS,
                        "{\"signal\":\"KILL\",\"targets\":[{\"pid\":7,\"startTicks\":1},"
                                + "{\"pid\":8,\"startTicks\":1}]}");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("step_up_required");
        assertThat(agent.acts()).isEmpty();
    }

    @Test
    void aTreeAndAServiceAreOneActEach() {
        Browser admin = signedIn(Role.ADMIN);
        agent.answer(
                Query.SignalTargets.class,
                _ ->
                        new SignalTargets(
                                List.of(
                                        new SignalTargets.Target(
                                                new ProcessKey(7, 1),
                                                "a\tb",
                                                new Permission(true, null, Map.of()))),
                                50,
                                false));
        Browser.Answer preview = admin.get("/api/v1/processes/7/tree?startTicks=1&signal=TERM");
        assertThat(preview.json().at("/items/0/comm").asString()).isEqualTo("a\tb");
        assertThat(preview.json().get("max").asInt()).isEqualTo(50);
        assertThat(admin.get("/api/v1/services/nginx/processes").json().get("total").asInt())
                .isEqualTo(1);
        String body = "{\"signal\":\"TERM\",\"startTicks\":1}";
        assertThat(admin.post("/api/v1/processes/7/tree/signals", body).status()).isEqualTo(200);
        assertThat(admin.post("/api/v1/services/nginx/signals", "{\"signal\":\"HUP\"}").status())
                .isEqualTo(200);
        assertThat(agent.acts()).hasSize(2);
        assertThat(((Act.SignalGroup) agent.acts().getFirst()).root())
                .isEqualTo(new ProcessKey(7, 1));
        assertThat(((Act.SignalGroup) agent.acts().getLast()).service()).isEqualTo("nginx.service");
    }

    @Test
    void ioPriorityAndCpusAreSetBesideNice() {
        Browser operator = signedIn(Role.OPERATOR);
        String path = "/api/v1/processes/77/priority";
        Browser.Answer answer =
                operator.post(
                        path,
                        "{\"startTicks\":5,\"ioPriority\":{\"ioClass\":\"best-effort\",\"level\":6},"
                                + "\"cpus\":[1,0,1]}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get("operation").asString())
                .isEqualTo("ionice best-effort 6, cpus 1,0");
        Act.Priority act = (Act.Priority) agent.acts().getFirst();
        assertThat(act.nice()).isNull();
        assertThat(act.ioPriority()).isEqualTo(new Act.IoPriority(2, 6));
        assertThat(act.cpus()).containsExactly(1, 0);
        for (String bad :
                List.of(
                        "{\"startTicks\":5}",
                        "{\"startTicks\":5,\"nice\":20}",
                        "{\"startTicks\":5,\"cpus\":[-1]}",
                        "{\"startTicks\":5,\"ioPriority\":{\"ioClass\":\"fast\"}}",
                        "{\"startTicks\":5,\"ioPriority\":{\"ioClass\":\"idle\",\"level\":8}}")) {
            assertThat(operator.post(path, bad).status()).as(bad).isEqualTo(400);
        }
        assertThat(agent.acts()).hasSize(1);
    }

    @Test
    void anOperatorRunsWhatIsHeldReadyAndNothingElse() {
        Browser operator = signedIn(Role.OPERATOR);
        agent.answer(
                Query.Templates.class,
                _ ->
                        new CommandTemplates(
                                List.of(
                                        new CommandTemplates.Template(
                                                "rotate",
                                                "/bin/rotate",
                                                List.of("{level}"),
                                                List.of(
                                                        new CommandTemplates.Parameter(
                                                                "level", "int", List.of(), 1L, 9L)),
                                                null,
                                                new Permission(true, null, Map.of())))));
        agent.answer(
                Query.TemplatePreview.class,
                _ ->
                        new CommandPreview(
                                List.of("/bin/rotate", "3"),
                                "/bin/rotate",
                                new Permission(true, null, Map.of()),
                                null,
                                "root",
                                List.of()));
        assertThat(
                        operator.get("/api/v1/commands/templates")
                                .json()
                                .at("/items/0/parameters/0/max")
                                .asInt())
                .isEqualTo(9);
        Browser.Answer run =
                operator.post(
                        "/api/v1/commands/templates/rotate", "{\"values\":{\"level\":\"3\"}}");
        assertThat(run.status()).as(run.body()).isEqualTo(200);
        assertThat(run.json().get("target").asString()).isEqualTo("rotate level=3");
        assertThat(((Act.Template) agent.acts().getFirst()).values())
                .isEqualTo(Map.of("level", "3"));
        long id = run.json().get("id").asLong();
        assertThat(operator.get("/api/v1/commands/" + id).json().at("/arguments/1").asString())
                .isEqualTo("3");
        assertThat(operator.post("/api/v1/commands", "{\"command\":\"docker ps\"}").status())
                .isEqualTo(403);
        assertThat(
                        signedIn(Role.VIEWER)
                                .post("/api/v1/commands/templates/rotate", "{\"values\":{}}")
                                .status())
                .isEqualTo(403);
    }

    @Test
    void whyIsAskedForOneselfAndByAdministratorsForOthers() {
        Browser operator = signedIn(Role.OPERATOR);
        Browser admin = signedIn(Role.ADMIN);
        agent.answer(
                Query.ExplainPolicy.class,
                query ->
                        new PolicyExplanation(
                                query.target() + ".service",
                                new Permission(
                                        query.actor().role().name().equals("ADMIN"),
                                        null,
                                        Map.of()),
                                List.of(
                                        new PolicyExplanation.Line(
                                                "built-in",
                                                7,
                                                "allow admin any on *",
                                                "allow",
                                                true))));
        String path = "/api/v1/policy/explanation?operation=stop&target=nginx";
        JsonNode own = operator.get(path).json();
        assertThat(own.get("allowed").asBoolean()).isFalse();
        assertThat(own.at("/lines/0/line").asInt()).isEqualTo(7);
        String operatorName = own.get("userName").asString();
        JsonNode others = admin.get(path + "&userName=" + operatorName).json();
        assertThat(others.get("role").asString()).isEqualTo("operator");
        assertThat(others.get("allowed").asBoolean()).isFalse();
        String adminName = admin.get(path).json().get("userName").asString();
        assertThat(operator.get(path + "&userName=" + adminName).status()).isEqualTo(403);
        assertThat(admin.get(path + "&userName=nobody-here").status()).isEqualTo(404);
    }
}

package dev.procdeck.server.commands;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.procdeck.protocol.answer.CommandPreview;
import dev.procdeck.protocol.answer.CommandTemplates;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.acts.ActGateway;
import dev.procdeck.server.acts.ActParameters;
import dev.procdeck.server.acts.ActRequest;
import dev.procdeck.server.acts.Actors;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.commands.CommandView.PreviewView;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.operations.LogType;
import dev.procdeck.server.operations.OperationRecord;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Gate;
import dev.procdeck.server.security.Right;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The commands that the policy holds ready under names, for operators too. Their runs are shown
/// and cancelled as other commands are.
@RestController
@RequestMapping("/api/v1/commands/templates")
public class TemplatesController {
    private static final int DEFAULT_WAIT_SECONDS = 15;
    private static final int MAX_VALUES = 64;
    private static final int MAX_VALUE_LENGTH = 300;

    private final ActGateway gateway;
    private final Agent agent;
    private final CommandFiles files;

    TemplatesController(ActGateway gateway, Agent agent, CommandFiles files) {
        this.gateway = gateway;
        this.agent = agent;
        this.files = files;
    }

    /// One command that is held ready.
    ///
    /// @param arguments as in the policy, parameters as `{name}`
    /// @param runAs the account that it runs as; absent for the agent's own
    /// @param allowed whether the one who asks may run it
    /// @param code why not
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TemplateView(
            String id,
            String program,
            List<String> arguments,
            List<CommandTemplates.Parameter> parameters,
            @Nullable String runAs,
            boolean allowed,
            @Nullable String code,
            Map<String, String> reasons) {}

    /// All of them.
    public record TemplateList(int total, List<TemplateView> items) {}

    /// @param values one for each parameter, by name
    public record TemplateRequest(@Nullable Map<String, @Nullable String> values) {}

    /// The commands that the policy holds ready.
    @GetMapping
    @Gate
    public TemplateList listTemplates(Actor actor) {
        List<TemplateView> items =
                agent
                        .ask(new Query.Templates(Actors.of(actor)), CommandTemplates.class)
                        .templates()
                        .stream()
                        .map(TemplatesController::view)
                        .toList();
        return new TemplateList(items.size(), items);
    }

    private static TemplateView view(CommandTemplates.Template template) {
        return new TemplateView(
                template.id(),
                template.program(),
                template.arguments(),
                template.parameters(),
                template.runAs(),
                template.permission().allowed(),
                template.permission().code(),
                template.permission().parameters());
    }

    /// Shows what a template would run with these values; nothing runs.
    @PostMapping("/{id}/preview")
    @Gate(Right.TEMPLATE)
    public PreviewView previewTemplate(
            @PathVariable String id, @RequestBody TemplateRequest body, Actor actor) {
        return PreviewView.of(preview(id(id), values(body), actor));
    }

    /// Runs a template and answers its record.
    @PostMapping("/{id}")
    @Gate
    public ResponseEntity<OperationRecord> runTemplate(
            @PathVariable String id,
            @RequestBody TemplateRequest body,
            @RequestParam(required = false) @Nullable String wait,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Actor actor) {
        String template = id(id);
        Map<String, String> values = values(body);
        CommandPreview preview =
                actor.may(Right.TEMPLATE) && agent.state().connected()
                        ? previewOrNull(template, values, actor)
                        : null;
        ActRequest request =
                new ActRequest(
                        LogType.COMMAND,
                        Right.TEMPLATE,
                        false,
                        template,
                        words(template, values),
                        "command",
                        "template",
                        null,
                        null,
                        null,
                        "template",
                        intent -> {
                            if (preview != null) {
                                files.keep(intent.operationId(), preview);
                            }
                            return new Act.Template(intent, template, values);
                        });
        return ActParameters.answer(
                gateway.perform(
                        actor,
                        request,
                        ActParameters.wait(wait, DEFAULT_WAIT_SECONDS),
                        ActParameters.key(key, "template", template, values)));
    }

    private CommandPreview preview(String id, Map<String, String> values, Actor actor) {
        return agent.ask(
                new Query.TemplatePreview(Actors.of(actor), id, values), CommandPreview.class);
    }

    /// What cannot even be previewed is refused by the agent, as a row of the log.
    private @Nullable CommandPreview previewOrNull(
            String id, Map<String, String> values, Actor actor) {
        try {
            return preview(id, values, actor);
        } catch (ApiException e) {
            return null;
        }
    }

    private static String words(String id, Map<String, String> values) {
        StringBuilder words = new StringBuilder(id);
        values.forEach((name, value) -> words.append(' ').append(name).append('=').append(value));
        return words.toString();
    }

    private static String id(String id) {
        if (!id.matches("[a-z0-9][a-z0-9-]{0,39}")) {
            throw ApiException.invalid(FieldProblem.of("id", "invalid"));
        }
        return id;
    }

    private static Map<String, String> values(TemplateRequest body) {
        Map<String, String> values = new TreeMap<>();
        if (body.values() == null) {
            return values;
        }
        body.values()
                .forEach((name, value) -> {
                    if (value == null
                            || value.length() > MAX_VALUE_LENGTH
                            || !name.matches("[a-z][a-zA-Z0-9]{0,39}")
                            || value.chars().anyMatch(Character::isISOControl)
                            || values.size() == MAX_VALUES) {
                        throw ApiException.invalid(FieldProblem.of("values", "invalid"));
                    }
                    values.put(name, value);
                });
        return values;
    }
}

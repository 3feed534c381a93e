package dev.procdeck.server.commands;

import dev.procdeck.protocol.answer.CommandPreview;
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
import dev.procdeck.server.operations.OperationReader;
import dev.procdeck.server.operations.OperationRecord;
import dev.procdeck.server.operations.RetStatus;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Gate;
import dev.procdeck.server.security.Right;
import dev.procdeck.server.services.UnitName;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Runs, shows and cancels custom commands.
@RestController
@RequestMapping("/api/v1/commands")
public class CommandsController {
    /// What the agent puts in the place of a secret.
    private static final String MASK = "••••";

    private static final int DEFAULT_WAIT_SECONDS = 15;
    private static final int MAX_COMMAND_LENGTH = 4096;

    private final ActGateway gateway;
    private final Agent agent;
    private final OperationReader reader;
    private final CommandFiles files;

    CommandsController(
            ActGateway gateway, Agent agent, OperationReader reader, CommandFiles files) {
        this.gateway = gateway;
        this.agent = agent;
        this.reader = reader;
        this.files = files;
    }

    /// @param command as typed; it is split into an argument vector, and there is no shell
    /// @param service the service that the record shall name
    public record CommandRequest(@Nullable String command, @Nullable String service) {}

    /// Shows what a command would run and whether it may; nothing runs.
    @PostMapping("/preview")
    @Gate(Right.COMMAND)
    public PreviewView previewCommand(@RequestBody CommandRequest body, Actor actor) {
        return PreviewView.of(preview(command(body), service(body), actor));
    }

    /// Runs a command and answers its record.
    @PostMapping
    @Gate
    public ResponseEntity<OperationRecord> runCommand(
            @RequestBody CommandRequest body,
            @RequestParam(required = false) @Nullable String wait,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Actor actor) {
        String command = command(body);
        String service = service(body);
        CommandPreview preview =
                actor.may(Right.COMMAND) && agent.state().connected()
                        ? previewOrNull(command, service, actor)
                        : null;
        String recorded = recorded(command, preview);
        ActRequest request =
                new ActRequest(
                        LogType.COMMAND,
                        Right.COMMAND,
                        true,
                        recorded,
                        service == null ? recorded : service,
                        service == null ? "command" : "unit",
                        "command",
                        null,
                        null,
                        null,
                        "command",
                        intent -> {
                            if (preview != null) {
                                files.keep(intent.operationId(), preview);
                            }
                            return new Act.Command(intent, command, service);
                        });
        return ActParameters.answer(
                gateway.perform(
                        actor,
                        request,
                        ActParameters.wait(wait, DEFAULT_WAIT_SECONDS),
                        ActParameters.key(key, "command", command, service)));
    }

    /// What the record says was asked (U7): as typed where the agent found no secret in it, else as
    /// the agent shows it. What the agent has not looked at is named by its program alone.
    static String recorded(String command, @Nullable CommandPreview preview) {
        if (preview == null || preview.arguments().isEmpty()) {
            String[] words = command.strip().split("\\s+", 2);
            return words.length == 1 ? words[0] : words[0] + " …";
        }
        return preview.arguments().stream().anyMatch(argument -> argument.contains(MASK))
                ? String.join(" ", preview.arguments())
                : command;
    }

    /// A command with its output.
    @GetMapping("/{operationId}")
    @Gate
    public CommandView getCommand(@PathVariable String operationId, Actor actor)
            throws IOException {
        OperationRecord record = command(operationId, actor);
        return CommandView.of(record, files.read(record.id()));
    }

    /// Ends a command with everything that it started.
    @DeleteMapping("/{operationId}")
    @Gate
    public ResponseEntity<OperationRecord> cancelCommand(
            @PathVariable String operationId, Actor actor) {
        OperationRecord record = command(operationId, actor);
        if (record.retStatus() != RetStatus.PENDING) {
            return ResponseEntity.noContent().build();
        }
        ActRequest request =
                new ActRequest(
                        LogType.COMMAND,
                        Right.TEMPLATE,
                        false,
                        "cancel",
                        record.target(),
                        record.targetKind(),
                        "cancel_command",
                        null,
                        null,
                        null,
                        "cancel",
                        intent -> new Act.Cancel(intent, record.id()));
        OperationRecord canceled =
                gateway.perform(actor, request, ActParameters.wait("10", 10), null);
        return ResponseEntity.status(HttpStatus.ACCEPTED).body(canceled);
    }

    private OperationRecord command(String operationId, Actor actor) {
        if (!operationId.matches("[1-9][0-9]{0,17}")) {
            throw ApiException.invalid(FieldProblem.of("operationId", "invalid"));
        }
        OperationRecord record = reader.require(Long.parseLong(operationId), actor);
        if (record.logType() != LogType.COMMAND) {
            throw ApiException.notFound();
        }
        return record;
    }

    private CommandPreview preview(String command, @Nullable String service, Actor actor) {
        return agent.ask(
                new Query.CommandPreview(Actors.of(actor), command, service), CommandPreview.class);
    }

    /// A command that cannot even be previewed is refused by the agent, as a row of the log.
    private @Nullable CommandPreview previewOrNull(
            String command, @Nullable String service, Actor actor) {
        try {
            return preview(command, service, actor);
        } catch (ApiException e) {
            return null;
        }
    }

    private static String command(CommandRequest body) {
        String command = body.command();
        if (command == null || command.isBlank()) {
            throw ApiException.invalid(FieldProblem.of("command", "required"));
        }
        if (command.length() > MAX_COMMAND_LENGTH) {
            throw ApiException.invalid(
                    FieldProblem.of("command", "too_long", Map.of("max", MAX_COMMAND_LENGTH)));
        }
        if (command.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
            throw ApiException.invalid(FieldProblem.of("command", "control_character"));
        }
        return command;
    }

    private static @Nullable String service(CommandRequest body) {
        String service = body.service();
        return service == null || service.isEmpty() ? null : UnitName.parse("service", service);
    }
}

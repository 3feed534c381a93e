package dev.procdeck.server.processes;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.operation.SecretPart;
import dev.procdeck.server.acts.SecretReads;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Gate;
import dev.procdeck.server.security.Right;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What masking hides of a process, for administrators, once they have proved who they are again.
@RestController
@RequestMapping("/api/v1/processes")
public class ProcessSecretsController {
    private final SecretReads reads;
    private final ProcessActsController acts;

    ProcessSecretsController(SecretReads reads, ProcessActsController acts) {
        this.reads = reads;
        this.acts = acts;
    }

    /// @param part `arguments` or `environment`
    /// @param startTicks names the process together with the PID
    /// @param bootId the boot in which it was looked at; the present one when left out
    public record SecretsRequest(
            @Nullable String part, @Nullable Long startTicks, @Nullable String bootId) {}

    /// @param operationId the record of this look
    /// @param items the arguments, or the environment as `NAME=value`, with nothing masked
    /// @param truncated whether there is more
    public record SecretsView(long operationId, List<String> items, boolean truncated) {}

    /// Shows the arguments or the environment of a process as they are. A POST, because each look
    /// is a record.
    @PostMapping("/{pid}/secrets")
    @Gate(value = Right.ENVIRONMENT, stepUp = true)
    public SecretsView showSecrets(
            @PathVariable String pid, @RequestBody SecretsRequest body, Actor actor) {
        SecretPart part = part(body.part());
        ProcessKey process =
                new ProcessKey(Pid.parse(pid), ProcessActsController.startTicks(body.startTicks()));
        ProcessActsController.Target target = acts.target(process, body.bootId());
        SecretReads.Seen seen = reads.read(actor, target.words(), target.bootId(), process, part);
        return new SecretsView(
                seen.operationId(), seen.secrets().items(), seen.secrets().truncated());
    }

    private static SecretPart part(@Nullable String word) {
        return switch (word) {
            case null -> throw ApiException.invalid(FieldProblem.of("part", "required"));
            case "arguments" -> SecretPart.ARGUMENTS;
            case "environment" -> SecretPart.ENVIRONMENT;
            default ->
                    throw ApiException.invalid(
                            FieldProblem.of("part", "unknown_value", Map.of("value", word)));
        };
    }
}

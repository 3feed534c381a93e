package dev.procdeck.server.acts;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.SecretPart;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.operations.Intent;
import dev.procdeck.server.operations.LogType;
import dev.procdeck.server.operations.OperationLog;
import dev.procdeck.server.operations.Outcome;
import dev.procdeck.server.operations.Refusals;
import dev.procdeck.server.operations.RetStatus;
import dev.procdeck.server.security.Actor;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Service;

/// Lets an administrator see what masking hides of a process. The host stays as it is, but the look
/// is recorded like an act: the intent before, the outcome after, and the secret in neither.
/// Thread-safe.
@Service
public class SecretReads {
    /// The problems of [Agent#unavailable]: the agent may have answered all the same.
    private static final Set<String> UNHEARD = Set.of("agent_unavailable", "version_mismatch");

    private final OperationLog log;
    private final Refusals refusals;
    private final Agent agent;
    private final LostActs lost;

    SecretReads(OperationLog log, Refusals refusals, Agent agent, LostActs lost) {
        this.log = log;
        this.refusals = refusals;
        this.agent = agent;
        this.lost = lost;
    }

    /// What was seen, under which record.
    public record Seen(long operationId, Answer.Secrets secrets) {}

    /// @param target the process, in words that stay true
    /// @throws ApiException why nothing is shown, naming the record
    public Seen read(
            Actor actor, String target, String bootId, ProcessKey process, SecretPart part) {
        String operation = "show_" + part.name().toLowerCase(Locale.ROOT);
        Intent intent = Intent.of(actor, LogType.ACCOUNT, operation, target, "process", operation);
        if (!agent.state().connected()) {
            throw refusals.refuse(intent, agent.unavailable());
        }
        long id = log.begin(intent).id();
        boolean ended = false;
        try {
            Answer.Secrets secrets =
                    agent.ask(
                            new Query.Secrets(
                                    new dev.procdeck.protocol.operation.Intent(
                                            id, actor.requestId(), Actors.of(actor)),
                                    bootId,
                                    process,
                                    part),
                            Answer.Secrets.class);
            log.finish(
                    id,
                    RetStatus.SUCCEEDED,
                    Outcome.of("secrets_shown", Map.of("pid", process.pid())));
            ended = true;
            return new Seen(id, secrets);
        } catch (ApiException e) {
            if (!UNHEARD.contains(e.code())) {
                log.finish(id, RetStatus.REFUSED, Outcomes.of(e));
                ended = true;
            }
            throw e.withOperation(id);
        } finally {
            if (!ended) {
                // Whatever went wrong here, the agent's journal knows how it ended.
                lost.add(id);
            }
        }
    }
}

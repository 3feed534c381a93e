package dev.procdeck.agent.acts;

import dev.procdeck.agent.policy.Decision;
import dev.procdeck.agent.policy.Policy;
import dev.procdeck.host.libc.Reading;
import dev.procdeck.host.processes.CommandLine;
import dev.procdeck.host.processes.ProcessDetails;
import dev.procdeck.host.processes.ProcessIdentity;
import dev.procdeck.host.procfs.ProcFs;
import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.operation.Outcome;
import dev.procdeck.protocol.operation.Query;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What masking hides of a process, for administrators (I9). The host stays as it is; the secrets
/// go to who asks and into no record. Thread-safe.
public final class SecretReads {
    private final ProcFs proc;
    private final ProcessDetails details;
    private final OwnProcesses own;
    private final Supplier<Policy> policy;

    public SecretReads(ProcFs proc, OwnProcesses own, Supplier<Policy> policy) {
        this.proc = proc;
        this.details = new ProcessDetails(proc);
        this.own = own;
        this.policy = policy;
    }

    /// @param shown takes the secrets; it is called at most once, after the intent is recorded
    Prepared prepare(Query.Secrets query, Consumer<Answer.Secrets> shown) {
        ProcessKey key = query.process();
        Map<String, String> pid = Map.of("pid", Integer.toString(key.pid()));
        if (policy.get().decideSecrets(query.intent().actor()) instanceof Decision.Refused no) {
            return ServiceActs.refused(no);
        }
        if (own.contains(key.pid())) {
            // The way to the database is there, and through it to the log.
            return ServiceActs.refused(new Decision.Refused("own_secrets", pid));
        }
        ProcessIdentity identity = new ProcessIdentity(key.pid(), key.startTicks());
        Optional<ProcessIdentity> now = details.findIdentity(key.pid());
        if (now.isEmpty()) {
            return refuse(Problem.Category.NOT_FOUND, "no_such_process", pid);
        }
        if (!proc.readBootId().equals(Reading.of(query.bootId())) || !now.get().equals(identity)) {
            return refuse(Problem.Category.CONFLICT, "identity_changed", pid);
        }
        return new Prepared.Ready(
                "secrets",
                query.part().name().toLowerCase(Locale.ROOT),
                key.pid() + "/" + key.startTicks(),
                key,
                null,
                null,
                _ -> read(query, identity, shown));
    }

    private Outcome read(
            Query.Secrets query, ProcessIdentity identity, Consumer<Answer.Secrets> shown) {
        Map<String, String> pid = Map.of("pid", Integer.toString(identity.pid()));
        Optional<Reading<CommandLine>> found =
                switch (query.part()) {
                    case ARGUMENTS -> details.findArguments(identity);
                    case ENVIRONMENT -> details.findEnvironment(identity);
                };
        if (found.isEmpty()) {
            return Outcomes.refused(Problem.Category.NOT_FOUND, "no_such_process", pid);
        }
        return switch (found.get()) {
            case Reading.Value<CommandLine>(CommandLine texts) -> {
                shown.accept(new Answer.Secrets(texts.arguments(), texts.truncated()));
                yield Outcomes.succeeded("secrets_shown", pid);
            }
            case Reading.Denied<CommandLine> _ ->
                    Outcomes.refused(Problem.Category.DENIED, "not_permitted", pid);
            case Reading.Unsupported<CommandLine> _ ->
                    Outcomes.refused(Problem.Category.NOT_FOUND, "no_such_process", pid);
        };
    }

    private static Prepared refuse(
            Problem.Category category, String code, Map<String, String> parameters) {
        return new Prepared.Refused(Outcomes.refused(category, code, parameters));
    }
}

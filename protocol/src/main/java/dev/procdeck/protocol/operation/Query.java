package dev.procdeck.protocol.operation;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.live.OutputStreamKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A question that reads the host once.
public sealed interface Query extends Operation {
    /// Facts of the host; answered by [dev.procdeck.protocol.answer.HostFacts].
    record Host() implements Query {}

    /// Scheduled tasks of the host.
    record Schedule() implements Query {}

    /// One process in detail.
    record ProcessDetail(int pid) implements Query {}

    /// The environment of one process: secrets live there, so who asks is journalled.
    record Environment(Actor actor, ProcessKey process) implements Query {}

    /// What masking hides of one process, as it is. It changes nothing, yet it is recorded before
    /// and after like an act; answered by [dev.procdeck.protocol.answer.Answer.Secrets].
    ///
    /// @param bootId the boot in which the process was looked at
    record Secrets(Intent intent, String bootId, ProcessKey process, SecretPart part)
            implements Query {}

    /// The TCP and UDP sockets that one process holds; answered by
    /// [dev.procdeck.protocol.answer.Answer.HeldSockets].
    record SocketsOfProcess(ProcessKey process) implements Query {}

    /// The same for all processes of one service.
    record SocketsOfService(String name) implements Query {}

    /// One service in detail.
    record ServiceDetail(String name) implements Query {}

    /// Log lines of a service, newest last.
    ///
    /// @param lines at most this many, 1 to 2,000
    /// @param cursor only lines after it
    /// @param maxPriority 0 (emergency) to 7 (debug): only lines at least as urgent
    /// @param text only lines that contain it
    /// @param stream which of the two, where the manager keeps them apart; null for standard output
    ///   there
    record ServiceLog(
            String name,
            int lines,
            @Nullable String cursor,
            @Nullable Integer maxPriority,
            @Nullable String invocationId,
            @Nullable String text,
            @Nullable OutputStreamKind stream)
            implements Query {}

    /// What a custom command would run and whether it may; nothing runs.
    record CommandPreview(Actor actor, String command, @Nullable String service) implements Query {}

    /// The policy in force and what this person may do under it.
    record Policy(Actor actor) implements Query {}

    /// What this person may do to one service or process, and why not.
    record MayActOnService(Actor actor, String name) implements Query {}

    /// What this person may do to one process, and why not.
    record MayActOnProcess(Actor actor, ProcessKey process) implements Query {}

    /// Which processes a signal to a group would reach, and which of them may be signalled. Exactly
    /// one of `root` and `service` is given.
    record SignalTargets(
            Actor actor, @Nullable ProcessKey root, @Nullable String service, String signal)
            implements Query {}

    /// What the policy says of one operation on one target, and which of its lines say so.
    ///
    /// @param operation a verb such as `restart`, a signal such as `TERM`, `priority` or `command`
    /// @param target a unit, or for `command` a program's path; empty where there is none
    record ExplainPolicy(Actor actor, String operation, String target) implements Query {}

    /// The commands that the policy holds ready, and which of them this person may run.
    record Templates(Actor actor) implements Query {}

    /// What a template would run with these values; nothing runs.
    record TemplatePreview(Actor actor, String id, Map<String, String> values) implements Query {
        public TemplatePreview {
            values = Map.copyOf(values);
        }
    }

    /// Host totals of the last seconds, from the agent's memory.
    record History(int seconds) implements Query {}

    /// Which processes mattered at a moment, from the agent's memory.
    record PastProcesses(Instant at) implements Query {}

    /// Lives of processes that began or ended in a time, from the agent's memory.
    ///
    /// @param from null for as long as is remembered
    /// @param to null for now
    record Events(@Nullable Instant from, @Nullable Instant to) implements Query {}

    /// How acts ended, as the agent's journal knows: asked by a server that lost its answers.
    record Outcomes(List<Long> operationIds) implements Query {
        public Outcomes {
            operationIds = List.copyOf(operationIds);
        }
    }
}

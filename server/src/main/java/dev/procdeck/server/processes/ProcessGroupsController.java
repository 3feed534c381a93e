package dev.procdeck.server.processes;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.SignalTargets;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.acts.ActGateway;
import dev.procdeck.server.acts.ActParameters;
import dev.procdeck.server.acts.ActRequest;
import dev.procdeck.server.acts.Actors;
import dev.procdeck.server.acts.BulkActs;
import dev.procdeck.server.acts.SignalPreview;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.operations.LogType;
import dev.procdeck.server.operations.OperationRecord;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Gate;
import dev.procdeck.server.security.Right;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

/// Signals to many processes: a selection, where each has a record of its own, and a tree, which
/// the agent holds still while it is signalled and which has one record that names each process.
@RestController
@RequestMapping("/api/v1/processes")
public class ProcessGroupsController {
    private static final int DEFAULT_WAIT_SECONDS = 15;

    private final ActGateway gateway;
    private final Agent agent;
    private final ProcessActsController one;

    ProcessGroupsController(ActGateway gateway, Agent agent, ProcessActsController one) {
        this.gateway = gateway;
        this.agent = agent;
        this.one = one;
    }

    /// One process of a selection.
    public record SignalTarget(@Nullable Integer pid, @Nullable Long startTicks) {}

    /// @param signal without SIG, for example `TERM`
    /// @param targets at most 50 processes
    /// @param bootId the boot in which they were looked at; the present one when left out
    public record BulkSignalRequest(
            @Nullable String signal,
            @Nullable List<@Nullable SignalTarget> targets,
            @Nullable String bootId) {}

    /// Sends a signal to each process of a selection and answers a line for each.
    @PostMapping("/signals")
    @Gate
    public BulkActs.BulkResult sendSignals(
            @RequestBody BulkSignalRequest body,
            @RequestParam(required = false) @Nullable String wait,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Actor actor) {
        String signal = ProcessActsController.signal(body.signal());
        Duration patience = ActParameters.wait(wait, DEFAULT_WAIT_SECONDS);
        List<BulkActs.One> acts = new ArrayList<>();
        for (SignalTarget target : BulkActs.targets("targets", body.targets())) {
            Integer pid = target.pid();
            if (pid == null) {
                throw ApiException.invalid(FieldProblem.of("targets.pid", "required"));
            }
            ProcessKey process =
                    new ProcessKey(
                            Pid.parse(pid.toString()),
                            ProcessActsController.startTicks(target.startTicks()));
            var each =
                    ActParameters.key(
                            key == null ? null : key + "." + acts.size(),
                            "signal",
                            process,
                            signal);
            acts.add(
                    new BulkActs.One(
                            pid.toString(),
                            () ->
                                    gateway.perform(
                                            actor,
                                            one.request(
                                                    actor, process, signal, body.bootId(), null),
                                            patience,
                                            each)));
        }
        return BulkActs.perform(acts);
    }

    /// The processes that a signal to the whole tree would reach now; nothing is sent.
    @GetMapping("/{pid}/tree")
    @Gate
    public SignalPreview previewTree(
            @PathVariable String pid,
            @RequestParam String startTicks,
            @RequestParam(defaultValue = "TERM") String signal,
            Actor actor) {
        if (!startTicks.matches("0|[1-9][0-9]{0,17}")) {
            throw ApiException.invalid(FieldProblem.of("startTicks", "invalid"));
        }
        ProcessKey root = new ProcessKey(Pid.parse(pid), Long.parseLong(startTicks));
        return SignalPreview.of(
                agent.ask(
                        new Query.SignalTargets(
                                Actors.of(actor), root, null, ProcessActsController.signal(signal)),
                        SignalTargets.class));
    }

    /// Sends a signal to a process and all its descendants; none that is born meanwhile gets away.
    @PostMapping("/{pid}/tree/signals")
    @Gate
    public ResponseEntity<OperationRecord> sendSignalToTree(
            @PathVariable String pid,
            @RequestBody ProcessActsController.SignalRequest body,
            @RequestParam(required = false) @Nullable String wait,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Actor actor) {
        int number = Pid.parse(pid);
        String signal = ProcessActsController.signal(body.signal());
        ProcessKey root =
                new ProcessKey(number, ProcessActsController.startTicks(body.startTicks()));
        ProcessActsController.Target target = one.target(root, body.bootId());
        ActRequest request =
                new ActRequest(
                        LogType.SIGNAL,
                        Right.SIGNAL,
                        signal.equals("KILL") && !actor.userName().equals(target.user()),
                        signal,
                        target.words(),
                        "process",
                        "signal_tree",
                        "tree",
                        null,
                        who -> new Query.MayActOnProcess(who, root),
                        signal,
                        intent ->
                                new Act.SignalGroup(
                                        intent,
                                        target.bootId(),
                                        root,
                                        null,
                                        signal,
                                        body.confirm()));
        return ActParameters.answer(
                gateway.perform(
                        actor,
                        request,
                        ActParameters.wait(wait, DEFAULT_WAIT_SECONDS),
                        ActParameters.key(key, "signal_tree", root, signal)));
    }
}

package dev.procdeck.server.processes;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.ProcessDetail;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.acts.ActGateway;
import dev.procdeck.server.acts.ActParameters;
import dev.procdeck.server.acts.ActRequest;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.operations.LogType;
import dev.procdeck.server.operations.OperationRecord;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Gate;
import dev.procdeck.server.security.Right;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Acts on processes, which must still be the ones that were looked at.
@RestController
@RequestMapping("/api/v1/processes")
public class ProcessActsController {
    private static final int DEFAULT_WAIT_SECONDS = 15;
    private static final Set<String> SIGNALS =
            Set.of(
                    "HUP", "INT", "QUIT", "ABRT", "KILL", "USR1", "USR2", "ALRM", "TERM", "CONT",
                    "STOP", "TSTP", "TTIN", "TTOU", "WINCH");

    private final ActGateway gateway;
    private final Agent agent;

    ProcessActsController(ActGateway gateway, Agent agent) {
        this.gateway = gateway;
        this.agent = agent;
    }

    /// @param signal without SIG, for example `TERM`
    /// @param startTicks names the process together with the PID
    /// @param bootId the boot in which it was looked at; the present one when left out
    /// @param confirm the process name as typed, where the policy asks for it
    public record SignalRequest(
            @Nullable String signal,
            @Nullable Long startTicks,
            @Nullable String bootId,
            @Nullable String confirm) {}

    /// What is left out stays as it is; one of the first three must be there.
    ///
    /// @param nice -20 to 19
    /// @param ioPriority how urgent its storage I/O is
    /// @param cpus numbers of the CPUs that it may run on
    /// @param startTicks names the process together with the PID
    /// @param bootId the boot in which it was looked at; the present one when left out
    public record PriorityRequest(
            @Nullable Integer nice,
            @Nullable IoPriority ioPriority,
            @Nullable List<@Nullable Integer> cpus,
            @Nullable Long startTicks,
            @Nullable String bootId) {}

    /// @param ioClass `realtime`, `best-effort` or `idle`
    /// @param level 0 (first) to 7; of no meaning for `idle`
    public record IoPriority(@Nullable String ioClass, @Nullable Integer level) {}

    /// Sends a signal.
    @PostMapping("/{pid}/signals")
    @Gate
    public ResponseEntity<OperationRecord> sendSignal(
            @PathVariable String pid,
            @RequestBody SignalRequest body,
            @RequestParam(required = false) @Nullable String wait,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Actor actor) {
        int number = Pid.parse(pid);
        String signal = signal(body.signal());
        ProcessKey process = new ProcessKey(number, startTicks(body.startTicks()));
        ActRequest request = request(actor, process, signal, body.bootId(), body.confirm());
        return ActParameters.answer(
                gateway.perform(
                        actor,
                        request,
                        ActParameters.wait(wait, DEFAULT_WAIT_SECONDS),
                        ActParameters.key(key, "signal", process, signal)));
    }

    /// One signal to one process, checked as to its form.
    ActRequest request(
            Actor actor,
            ProcessKey process,
            String signal,
            @Nullable String bootId,
            @Nullable String confirmation) {
        Target target = target(process, bootId);
        boolean anothers = signal.equals("KILL") && !actor.userName().equals(target.user());
        return new ActRequest(
                LogType.SIGNAL,
                Right.SIGNAL,
                anothers,
                signal,
                target.words(),
                "process",
                "signal",
                null,
                null,
                who -> new Query.MayActOnProcess(who, process),
                signal,
                intent -> new Act.Signal(intent, target.bootId(), process, signal, confirmation));
    }

    /// The name of a signal that may be sent.
    public static String signal(@Nullable String signal) {
        if (signal == null) {
            throw ApiException.invalid(FieldProblem.of("signal", "required"));
        }
        if (!SIGNALS.contains(signal)) {
            throw ApiException.invalid(
                    FieldProblem.of("signal", "unknown_value", Map.of("value", signal)));
        }
        return signal;
    }

    /// Sets the nice value, the I/O priority or the CPUs of a process with all its threads.
    @PostMapping("/{pid}/priority")
    @Gate
    public ResponseEntity<OperationRecord> setPriority(
            @PathVariable String pid,
            @RequestBody PriorityRequest body,
            @RequestParam(required = false) @Nullable String wait,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Actor actor) {
        int number = Pid.parse(pid);
        Scheduling wanted = Scheduling.parse(body);
        ProcessKey process = new ProcessKey(number, startTicks(body.startTicks()));
        Target target = target(process, body.bootId());
        ActRequest request =
                new ActRequest(
                        LogType.PRIORITY,
                        Right.PRIORITY,
                        false,
                        wanted.words(),
                        target.words(),
                        "process",
                        "priority",
                        null,
                        null,
                        who -> new Query.MayActOnProcess(who, process),
                        "priority",
                        intent ->
                                new Act.Priority(
                                        intent,
                                        target.bootId(),
                                        process,
                                        wanted.nice(),
                                        wanted.ioPriority(),
                                        wanted.cpus()));
        return ActParameters.answer(
                gateway.perform(
                        actor,
                        request,
                        ActParameters.wait(wait, DEFAULT_WAIT_SECONDS),
                        ActParameters.key(key, "priority", process, wanted)));
    }

    static long startTicks(@Nullable Long startTicks) {
        if (startTicks == null || startTicks < 0) {
            throw ApiException.invalid(
                    FieldProblem.of("startTicks", startTicks == null ? "required" : "invalid"));
        }
        return startTicks;
    }

    record Target(String words, @Nullable String user, String bootId) {}

    /// What the record shall call it. A process that is gone is still named, and the agent refuses.
    Target target(ProcessKey key, @Nullable String bootId) {
        String words = key.pid() + " (start " + key.startTicks() + ")";
        String present = bootId == null ? agent.state().bootId() : bootId;
        try {
            ProcessDetail detail =
                    agent.ask(new Query.ProcessDetail(key.pid()), ProcessDetail.class);
            if (detail.row().key().equals(key)) {
                return new Target(words + " " + detail.row().comm(), detail.row().user(), present);
            }
        } catch (ApiException e) {
            // The gateway asks again and refuses with the reason, as a row of the log.
        }
        return new Target(words, null, present);
    }
}

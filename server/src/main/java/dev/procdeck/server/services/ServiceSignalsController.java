package dev.procdeck.server.services;

import dev.procdeck.protocol.answer.SignalTargets;
import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.acts.ActGateway;
import dev.procdeck.server.acts.ActParameters;
import dev.procdeck.server.acts.ActRequest;
import dev.procdeck.server.acts.Actors;
import dev.procdeck.server.acts.SignalPreview;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.operations.LogType;
import dev.procdeck.server.operations.OperationRecord;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Gate;
import dev.procdeck.server.security.Right;
import java.util.Locale;
import java.util.Map;
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

/// Signals to all processes in a service's control group: one act whose record names each.
@RestController
@RequestMapping("/api/v1/services")
public class ServiceSignalsController {
    private static final int DEFAULT_WAIT_SECONDS = 15;

    private final ActGateway gateway;
    private final Agent agent;

    ServiceSignalsController(ActGateway gateway, Agent agent) {
        this.gateway = gateway;
        this.agent = agent;
    }

    /// @param signal without SIG, for example `HUP`
    /// @param bootId the boot in which it was looked at; the present one when left out
    /// @param confirm the service's name as typed, where the policy asks for it
    public record ServiceSignalRequest(
            @Nullable String signal, @Nullable String bootId, @Nullable String confirm) {}

    /// The processes that a signal would reach now; nothing is sent.
    @GetMapping("/{name}/processes")
    @Gate
    public SignalPreview previewServiceSignal(
            @PathVariable String name,
            @RequestParam(defaultValue = "TERM") String signal,
            Actor actor) {
        return SignalPreview.of(
                agent.ask(
                        new Query.SignalTargets(
                                Actors.of(actor),
                                null,
                                UnitName.parse("name", name),
                                signal(signal)),
                        SignalTargets.class));
    }

    /// Sends a signal to every process of the service.
    @PostMapping("/{name}/signals")
    @Gate
    public ResponseEntity<OperationRecord> sendSignalToService(
            @PathVariable String name,
            @RequestBody ServiceSignalRequest body,
            @RequestParam(required = false) @Nullable String wait,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Actor actor) {
        String unit = UnitName.full(UnitName.parse("name", name));
        String signal = signal(body.signal());
        String bootId = body.bootId() == null ? agent.state().bootId() : body.bootId();
        ActRequest request =
                new ActRequest(
                        LogType.SIGNAL,
                        Right.SIGNAL,
                        signal.equals("KILL"),
                        signal,
                        unit,
                        "unit",
                        "signal_service",
                        "cgroup",
                        null,
                        null,
                        signal,
                        intent ->
                                new Act.SignalGroup(
                                        intent, bootId, null, unit, signal, body.confirm()));
        return ActParameters.answer(
                gateway.perform(
                        actor,
                        request,
                        ActParameters.wait(wait, DEFAULT_WAIT_SECONDS),
                        ActParameters.key(key, "signal_service", unit, signal)));
    }

    private static String signal(@Nullable String signal) {
        if (signal == null) {
            throw ApiException.invalid(FieldProblem.of("signal", "required"));
        }
        if (!signal.matches("[A-Z0-9]{2,8}") || !signal.equals(signal.toUpperCase(Locale.ROOT))) {
            throw ApiException.invalid(
                    FieldProblem.of("signal", "unknown_value", Map.of("value", signal)));
        }
        return signal;
    }
}

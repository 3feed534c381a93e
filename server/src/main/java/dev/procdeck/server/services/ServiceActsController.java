package dev.procdeck.server.services;

import dev.procdeck.protocol.operation.Act;
import dev.procdeck.protocol.operation.JobMode;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.protocol.operation.ServiceVerb;
import dev.procdeck.server.acts.ActGateway;
import dev.procdeck.server.acts.ActParameters;
import dev.procdeck.server.acts.ActRequest;
import dev.procdeck.server.acts.BulkActs;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.live.LiveTables;
import dev.procdeck.server.live.RowJson;
import dev.procdeck.server.operations.LogType;
import dev.procdeck.server.operations.OperationRecord;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Gate;
import dev.procdeck.server.security.Right;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Acts on services.
@RestController
@RequestMapping("/api/v1/services")
public class ServiceActsController {
    private static final int DEFAULT_WAIT_SECONDS = 15;

    private final ActGateway gateway;
    private final LiveTables tables;

    ServiceActsController(ActGateway gateway, LiveTables tables) {
        this.gateway = gateway;
        this.tables = tables;
    }

    /// @param operation start, stop, restart, reload, enable, disable or reset-failed
    /// @param mode what happens when another job is queued: `fail` (the default) or `replace`
    /// @param confirm the name as typed, where the policy asks for it
    public record OperationRequest(
            @Nullable String operation, @Nullable String mode, @Nullable String confirm) {}

    /// Does one operation and answers its record.
    @PostMapping("/{name}/operations")
    @Gate
    public ResponseEntity<OperationRecord> operateService(
            @PathVariable String name,
            @RequestBody OperationRequest body,
            @RequestParam(required = false) @Nullable String wait,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Actor actor) {
        ServiceVerb verb = verb(body.operation());
        JobMode mode = mode(body.mode());
        ActRequest request = request(name, verb, mode, body.confirm());
        return ActParameters.answer(
                gateway.perform(
                        actor,
                        request,
                        ActParameters.wait(wait, DEFAULT_WAIT_SECONDS),
                        ActParameters.key(key, "service", request.target(), verb, mode)));
    }

    /// @param operation as for one service
    /// @param names at most 50 services
    public record BulkRequest(@Nullable String operation, @Nullable List<@Nullable String> names) {}

    /// Does one operation on many services, each with a record of its own, and answers a line for
    /// each.
    @PostMapping("/operations")
    @Gate
    public BulkActs.BulkResult operateServices(
            @RequestBody BulkRequest body,
            @RequestParam(required = false) @Nullable String wait,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Actor actor) {
        ServiceVerb verb = verb(body.operation());
        Duration patience = ActParameters.wait(wait, DEFAULT_WAIT_SECONDS);
        List<BulkActs.One> acts = new ArrayList<>();
        for (String name : BulkActs.targets("names", body.names())) {
            ActRequest request = request(name, verb, JobMode.FAIL, null);
            var each =
                    ActParameters.key(
                            key == null ? null : key + "." + acts.size(),
                            "service",
                            request.target(),
                            verb);
            acts.add(new BulkActs.One(name, () -> gateway.perform(actor, request, patience, each)));
        }
        return BulkActs.perform(acts);
    }

    private ActRequest request(
            String name, ServiceVerb verb, JobMode mode, @Nullable String confirmation) {
        String typed = UnitName.parse("name", name);
        String unit = tables.isService(typed) ? typed : UnitName.full(typed);
        String word = RowJson.verb(verb);
        return new ActRequest(
                LogType.SERVICE,
                right(verb),
                false,
                word,
                unit,
                "unit",
                "service_operation",
                mode == JobMode.REPLACE ? "replace" : null,
                mode == JobMode.REPLACE ? null : unit,
                who -> new Query.MayActOnService(who, name),
                word,
                intent -> new Act.OnService(intent, name, verb, mode, confirmation));
    }

    private static ServiceVerb verb(@Nullable String operation) {
        if (operation == null) {
            throw ApiException.invalid(FieldProblem.of("operation", "required"));
        }
        for (ServiceVerb verb : ServiceVerb.values()) {
            if (RowJson.verb(verb).equals(operation)) {
                return verb;
            }
        }
        throw ApiException.invalid(
                FieldProblem.of("operation", "unknown_value", Map.of("value", operation)));
    }

    private static JobMode mode(@Nullable String mode) {
        return switch (mode) {
            case null -> JobMode.FAIL;
            case "fail" -> JobMode.FAIL;
            case "replace" -> JobMode.REPLACE;
            default ->
                    throw ApiException.invalid(
                            FieldProblem.of("mode", "unknown_value", Map.of("value", mode)));
        };
    }

    private static Right right(ServiceVerb verb) {
        return switch (verb) {
            case START -> Right.SERVICE_START;
            case STOP -> Right.SERVICE_STOP;
            case RESTART -> Right.SERVICE_RESTART;
            case RELOAD -> Right.SERVICE_RELOAD;
            case ENABLE -> Right.SERVICE_ENABLE;
            case DISABLE -> Right.SERVICE_DISABLE;
            case RESET_FAILED -> Right.SERVICE_RESET_FAILED;
        };
    }
}

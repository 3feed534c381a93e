package dev.procdeck.server.services;

import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.ServiceDetail;
import dev.procdeck.protocol.live.OutputStreamKind;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.ServiceManagerNotice;
import dev.procdeck.protocol.live.ServiceRow;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.acts.Actors;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.listing.ListParameters;
import dev.procdeck.server.listing.ListRequest;
import dev.procdeck.server.listing.ListWriter;
import dev.procdeck.server.live.LiveTables;
import dev.procdeck.server.live.LiveTables.Rows;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Gate;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Shows services.
@RestController
@RequestMapping("/api/v1/services")
public class ServicesController {
    private static final int MAX_LINES = 2000;

    private final Agent agent;
    private final LiveTables tables;

    ServicesController(Agent agent, LiveTables tables) {
        this.agent = agent;
        this.tables = tables;
    }

    /// The services that match, failed ones first, then A to Z, unless words or `sort` say
    /// otherwise.
    @GetMapping
    @Gate
    public @Nullable ServiceList listServices(
            ListParameters parameters, HttpServletResponse response) throws IOException {
        ListRequest<ServiceRow> request =
                parameters.check(tables.fields()::serviceFilter, tables.fields().services());
        Rows<ServiceRow> now = agent.services();
        ServiceManagerNotice notice = tables.notice();
        ListRequest.Part<ServiceRow> part = request.of(now.rows());
        ListWriter.write(
                response,
                json -> {
                    json.beginObject().field("time", now.time());
                    LiveTables.putNotice(json, notice);
                    ListWriter.putPart(json, part, tables.json().services());
                    json.endObject();
                });
        return null;
    }

    /// One service in detail.
    @GetMapping("/{name}")
    @Gate
    public ServiceView getService(@PathVariable String name, Actor actor) {
        String unit = UnitName.parse("name", name);
        ServiceDetail detail = agent.ask(new Query.ServiceDetail(unit), ServiceDetail.class);
        Answer.Permissions permissions =
                agent.ask(
                        new Query.MayActOnService(Actors.of(actor), unit),
                        Answer.Permissions.class);
        Rows<ProcessRow> processes = detail.processes().isEmpty() ? null : agent.processesSoon();
        return ServiceView.of(
                detail,
                permissions.permissions(),
                processes == null ? null : processes.rows(),
                agent.ask(
                        new Query.SocketsOfService(detail.row().name()), Answer.HeldSockets.class));
    }

    /// Log lines of a service, newest last.
    ///
    /// @param cursor only lines after it
    /// @param priority 0 (emergency) to 7 (debug): only lines at least as urgent
    /// @param q only lines that contain it
    /// @param stream `stdout` or `stderr`, of a service whose manager keeps them apart
    @GetMapping("/{name}/log")
    @Gate
    public ServiceView.LogView getServiceLog(
            @PathVariable String name,
            @RequestParam(defaultValue = "200") String lines,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String priority,
            @RequestParam(required = false) @Nullable String invocationId,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String stream) {
        String unit = UnitName.parse("name", name);
        checkText("cursor", cursor, 1000);
        checkText("invocationId", invocationId, 64);
        checkText("q", q, 1000);
        Answer.ServiceLog log =
                agent.ask(
                        new Query.ServiceLog(
                                unit,
                                number("lines", lines, 1, MAX_LINES),
                                cursor,
                                priority == null ? null : number("priority", priority, 0, 7),
                                invocationId,
                                q,
                                stream(stream)),
                        Answer.ServiceLog.class);
        return ServiceView.LogView.of(log.lines(), log.cursor());
    }

    private static int number(String field, String text, int min, int max) {
        if (text.matches("[0-9]{1,5}")) {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw ApiException.invalid(
                FieldProblem.of(field, "out_of_range", Map.of("min", min, "max", max)));
    }

    private static @Nullable OutputStreamKind stream(@Nullable String text) {
        return switch (text) {
            case null -> null;
            case "stdout" -> OutputStreamKind.STDOUT;
            case "stderr" -> OutputStreamKind.STDERR;
            default -> throw ApiException.invalid(FieldProblem.of("stream", "invalid"));
        };
    }

    private static void checkText(String field, @Nullable String text, int max) {
        if (text != null
                && (text.length() > max || text.chars().anyMatch(Character::isISOControl))) {
            throw ApiException.invalid(FieldProblem.of(field, "invalid"));
        }
    }
}

package dev.procdeck.server.processes;

import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.ProcessDetail;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.acts.Actors;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.Category;
import dev.procdeck.server.listing.ListParameters;
import dev.procdeck.server.listing.ListRequest;
import dev.procdeck.server.listing.ListWriter;
import dev.procdeck.server.live.LiveTables;
import dev.procdeck.server.live.LiveTables.Rows;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Gate;
import dev.procdeck.server.security.Right;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Shows processes.
@RestController
@RequestMapping("/api/v1/processes")
public class ProcessesController {
    private final Agent agent;
    private final LiveTables tables;

    ProcessesController(Agent agent, LiveTables tables) {
        this.agent = agent;
        this.tables = tables;
    }

    /// The environment in its own order; names may repeat.
    public record EnvironmentView(List<Answer.Variable> items, boolean truncated) {}

    /// The processes that match, best hits first unless `sort` says otherwise.
    @GetMapping
    @Gate
    public @Nullable ProcessList listProcesses(
            ListParameters parameters, HttpServletResponse response) throws IOException {
        ListRequest<ProcessRow> request =
                parameters.check(tables.fields()::processFilter, tables.fields().processes());
        Rows<ProcessRow> now = agent.processes();
        ListRequest.Part<ProcessRow> part = request.of(now.rows());
        ListWriter.write(
                response,
                json -> {
                    json.beginObject().field("time", now.time()).field("bootId", tables.bootId());
                    ListWriter.putPart(json, part, tables.json().processes());
                    json.endObject();
                });
        return null;
    }

    /// One process in detail.
    @GetMapping("/{pid}")
    @Gate
    public ProcessView getProcess(@PathVariable String pid, Actor actor) {
        ProcessDetail detail = detail(Pid.parse(pid));
        Answer.Permissions permissions =
                agent.ask(
                        new Query.MayActOnProcess(Actors.of(actor), detail.row().key()),
                        Answer.Permissions.class);
        return ProcessView.of(
                detail,
                permissions.permissions(),
                agent.ask(new Query.SocketsOfProcess(detail.row().key()), Answer.HeldSockets.class),
                tables.memoryPercent(detail.row().rssBytes()));
    }

    /// The environment of one process: secrets live there.
    @GetMapping("/{pid}/environment")
    @Gate(value = Right.ENVIRONMENT, stepUp = true)
    public EnvironmentView getEnvironment(@PathVariable String pid, Actor actor) {
        ProcessDetail detail = detail(Pid.parse(pid));
        Answer.Environment environment =
                agent.ask(
                        new Query.Environment(Actors.of(actor), detail.row().key()),
                        Answer.Environment.class);
        return new EnvironmentView(environment.variables(), environment.truncated());
    }

    private ProcessDetail detail(int pid) {
        try {
            return agent.ask(new Query.ProcessDetail(pid), ProcessDetail.class);
        } catch (ApiException e) {
            throw e.category() == Category.NOT_FOUND
                    ? ApiException.of(HttpStatus.NOT_FOUND, "no_such_process", Map.of("pid", pid))
                    : e;
        }
    }
}

package dev.procdeck.server.search;

import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.ServiceRow;
import dev.procdeck.protocol.live.SocketRow;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.listing.ListRequest;
import dev.procdeck.server.listing.ListWriter;
import dev.procdeck.server.live.LiveFields;
import dev.procdeck.server.live.LiveTables;
import dev.procdeck.server.live.RowJson;
import dev.procdeck.server.processes.ProcessList;
import dev.procdeck.server.security.Gate;
import dev.procdeck.server.services.ServiceList;
import dev.procdeck.server.sockets.SocketList;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Searches all that is live.
@RestController
@RequestMapping("/api/v1/search")
public class SearchController {
    private final Agent agent;
    private final LiveTables tables;

    SearchController(Agent agent, LiveTables tables) {
        this.agent = agent;
        this.tables = tables;
    }

    /// The answer, for its description; the bytes are written by hand.
    public record SearchResult(Processes processes, Sockets sockets, Services services) {
        public record Processes(long total, List<ProcessList.ProcessItem> items) {}

        public record Sockets(long total, List<SocketList.SocketItem> items) {}

        public record Services(long total, List<ServiceList.ServiceItem> items) {}
    }

    /// Whatever matches the query, best hits first.
    ///
    /// @param limit at most so many of each kind
    @GetMapping
    @Gate
    public @Nullable SearchResult search(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String limit,
            HttpServletResponse response)
            throws IOException {
        LiveFields fields = tables.fields();
        ListRequest<ProcessRow> processes =
                ListRequest.of(fields::processFilter, fields.processes(), q, null, limit, null);
        ListRequest<SocketRow> sockets =
                ListRequest.of(fields::socketFilter, fields.sockets(), q, null, limit, null);
        ListRequest<ServiceRow> services =
                ListRequest.of(fields::serviceFilter, fields.services(), q, null, limit, null);
        agent.glanceAtTables();
        ListRequest.Part<ProcessRow> foundProcesses = processes.of(agent.processes().rows());
        ListRequest.Part<SocketRow> foundSockets = sockets.of(agent.sockets().rows());
        ListRequest.Part<ServiceRow> foundServices = services.of(agent.services().rows());
        RowJson columns = tables.json();
        ListWriter.write(
                response,
                json -> {
                    json.beginObject().name("processes").beginObject();
                    ListWriter.putPart(json, foundProcesses, columns.processes());
                    json.endObject().name("sockets").beginObject();
                    ListWriter.putPart(json, foundSockets, columns.sockets());
                    json.endObject().name("services").beginObject();
                    ListWriter.putPart(json, foundServices, columns.services());
                    json.endObject().endObject();
                });
        return null;
    }
}

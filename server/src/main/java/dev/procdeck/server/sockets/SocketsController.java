package dev.procdeck.server.sockets;

import dev.procdeck.protocol.live.SocketRow;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.listing.ListParameters;
import dev.procdeck.server.listing.ListRequest;
import dev.procdeck.server.listing.ListWriter;
import dev.procdeck.server.live.LiveTables;
import dev.procdeck.server.live.LiveTables.Rows;
import dev.procdeck.server.security.Gate;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Lists sockets.
@RestController
@RequestMapping("/api/v1/sockets")
public class SocketsController {
    private final Agent agent;
    private final LiveTables tables;

    SocketsController(Agent agent, LiveTables tables) {
        this.agent = agent;
        this.tables = tables;
    }

    /// The sockets that match, best hits first unless `sort` says otherwise.
    @GetMapping
    @Gate
    public @Nullable SocketList listSockets(ListParameters parameters, HttpServletResponse response)
            throws IOException {
        ListRequest<SocketRow> request =
                parameters.check(tables.fields()::socketFilter, tables.fields().sockets());
        Rows<SocketRow> now = agent.sockets();
        ListRequest.Part<SocketRow> part = request.of(now.rows());
        ListWriter.write(
                response,
                json -> {
                    json.beginObject().field("time", now.time());
                    ListWriter.putPart(json, part, tables.json().sockets());
                    json.endObject();
                });
        return null;
    }
}

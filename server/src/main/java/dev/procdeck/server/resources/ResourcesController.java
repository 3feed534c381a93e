package dev.procdeck.server.resources;

import dev.procdeck.protocol.live.Resources;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.listing.ListWriter;
import dev.procdeck.server.live.RowJson;
import dev.procdeck.server.security.Gate;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Tells the host's totals.
@RestController
@RequestMapping("/api/v1/resources")
public class ResourcesController {
    private final Agent agent;

    ResourcesController(Agent agent) {
        this.agent = agent;
    }

    /// The totals now.
    @GetMapping
    @Gate
    public @Nullable ResourcesView getResources(HttpServletResponse response) throws IOException {
        Resources now = agent.resources();
        ListWriter.write(response, json -> RowJson.putResources(json, now));
        return null;
    }
}

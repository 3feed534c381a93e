package dev.procdeck.server.resources;

import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.live.Resources;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.listing.ListWriter;
import dev.procdeck.server.live.RowJson;
import dev.procdeck.server.security.Gate;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Tells the host's totals.
@RestController
@RequestMapping("/api/v1/resources")
public class ResourcesController {
    private static final int MAX_SECONDS = 86_400;

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

    /// The totals of the last seconds, oldest first, as far back as the agent remembers.
    @GetMapping("/history")
    @Gate
    public ResourcesView.@Nullable History getHistory(
            @RequestParam(defaultValue = "600") String seconds, HttpServletResponse response)
            throws IOException {
        if (!seconds.matches("[1-9][0-9]{0,4}") || Integer.parseInt(seconds) > MAX_SECONDS) {
            throw ApiException.invalid(
                    FieldProblem.of(
                            "seconds", "out_of_range", Map.of("min", 1, "max", MAX_SECONDS)));
        }
        Answer.History history =
                agent.ask(new Query.History(Integer.parseInt(seconds)), Answer.History.class);
        ListWriter.write(
                response,
                json -> {
                    json.beginObject().name("items").beginArray();
                    history.samples().forEach(sample -> RowJson.putResources(json, sample));
                    json.endArray().endObject();
                });
        return null;
    }
}

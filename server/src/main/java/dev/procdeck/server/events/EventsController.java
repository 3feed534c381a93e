package dev.procdeck.server.events;

import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.live.EventRow;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.http.InstantParameter;
import dev.procdeck.server.listing.ListRequest;
import dev.procdeck.server.listing.ListWriter;
import dev.procdeck.server.live.EventColumns;
import dev.procdeck.server.live.LiveTables;
import dev.procdeck.server.security.Gate;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Lists what began and ended.
@RestController
@RequestMapping("/api/v1/events")
public class EventsController {
    private final Agent agent;
    private final LiveTables tables;

    EventsController(Agent agent, LiveTables tables) {
        this.agent = agent;
        this.tables = tables;
    }

    /// The processes that match and lived between `from` and `to`, the one that changed last first
    /// unless words or `sort` say otherwise.
    @GetMapping
    @Gate
    public @Nullable EventList listEvents(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String sort,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String offset,
            HttpServletResponse response)
            throws IOException {
        ListRequest<EventRow> request =
                ListRequest.of(
                        tables.fields()::eventFilter,
                        tables.fields().events(),
                        q,
                        sort,
                        limit,
                        offset);
        Instant first = InstantParameter.parse("from", from);
        Instant last = InstantParameter.parse("to", to);
        Answer.Events now = agent.ask(new Query.Events(first, last), Answer.Events.class);
        ListRequest.Part<EventRow> part = request.of(now.rows());
        ListWriter.write(
                response,
                json -> {
                    json.beginObject().field("time", now.time());
                    EventColumns.putFeed(json, now.feed());
                    ListWriter.putPart(json, part, tables.json().events());
                    json.endObject();
                });
        return null;
    }
}

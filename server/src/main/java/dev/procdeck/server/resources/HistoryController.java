package dev.procdeck.server.resources;

import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.answer.PastProcesses;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.listing.ListWriter;
import dev.procdeck.server.live.RowJson;
import dev.procdeck.server.security.Gate;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Tells what the agent remembers of the last hour, recorded though nobody looked.
@RestController
@RequestMapping("/api/v1/resources/history")
public class HistoryController {
    private static final int MAX_SECONDS = 86_400;

    private final Agent agent;

    HistoryController(Agent agent) {
        this.agent = agent;
    }

    /// The totals of the last seconds, oldest first, as far back as the agent remembers.
    @GetMapping
    @Gate
    public ResourcesView.@Nullable History getHistory(
            @RequestParam(defaultValue = "600") String seconds, HttpServletResponse response)
            throws IOException {
        Answer.History history = ask(seconds);
        ListWriter.write(
                response,
                json -> {
                    json.beginObject().name("items").beginArray();
                    history.samples().forEach(sample -> RowJson.putResources(json, sample));
                    json.endArray().endObject();
                });
        return null;
    }

    /// The same as one array per figure: an hour of it is small enough for a chart.
    @GetMapping("/series")
    @Gate
    public HistoryView.@Nullable Series getSeries(
            @RequestParam(defaultValue = "3600") String seconds, HttpServletResponse response)
            throws IOException {
        Answer.History history = ask(seconds);
        ListWriter.write(response, json -> HistoryJson.putSeries(json, history.samples()));
        return null;
    }

    /// Which processes mattered at a moment of the last hour.
    ///
    /// @param at the moment, ISO-8601
    @GetMapping("/processes")
    @Gate
    public HistoryView.@Nullable PastProcesses getPastProcesses(
            @RequestParam(required = false) @Nullable String at, HttpServletResponse response)
            throws IOException {
        PastProcesses past = agent.ask(new Query.PastProcesses(moment(at)), PastProcesses.class);
        ListWriter.write(response, json -> HistoryJson.putProcesses(json, past));
        return null;
    }

    private Answer.History ask(String seconds) {
        if (!seconds.matches("[1-9][0-9]{0,4}") || Integer.parseInt(seconds) > MAX_SECONDS) {
            throw ApiException.invalid(
                    FieldProblem.of(
                            "seconds", "out_of_range", Map.of("min", 1, "max", MAX_SECONDS)));
        }
        return agent.ask(new Query.History(Integer.parseInt(seconds)), Answer.History.class);
    }

    private static Instant moment(@Nullable String at) {
        if (at == null || at.isBlank()) {
            throw ApiException.invalid(FieldProblem.of("at", "required"));
        }
        try {
            return Instant.parse(at);
        } catch (DateTimeParseException _) {
            throw ApiException.invalid(FieldProblem.of("at", "invalid_time"));
        }
    }
}

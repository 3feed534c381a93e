package dev.procdeck.server.metrics;

import static dev.procdeck.server.metrics.MetricFamily.counter;
import static dev.procdeck.server.metrics.MetricFamily.gauge;

import dev.procdeck.protocol.live.Resources;
import dev.procdeck.server.agent.Agent;
import dev.procdeck.server.agent.AgentLink;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.json.JsonWriter;
import dev.procdeck.server.listing.ListWriter;
import dev.procdeck.server.security.Gate;
import dev.procdeck.server.stream.StreamHub;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Answers collecting programs. Only a token opens it: a session does not, so no page can be made
/// to read it.
@RestController
@RequestMapping("/metrics")
public class MetricsController {
    private static final double MILLIS_PER_SECOND = 1e3;

    private final MetricsTokens tokens;
    private final Agent agent;
    private final StreamHub streams;
    private final Clock clock;

    MetricsController(MetricsTokens tokens, Agent agent, StreamHub streams, Clock clock) {
        this.tokens = tokens;
        this.agent = agent;
        this.streams = streams;
        this.clock = clock;
    }

    /// The metrics as Prometheus reads them, or as JSON where a script asks for it by name.
    @GetMapping
    @Gate(open = true)
    public void getMetrics(
            @RequestHeader(name = "Authorization", required = false) @Nullable String authorization,
            @RequestHeader(name = "Accept", defaultValue = "") String accept,
            HttpServletResponse response)
            throws IOException {
        if (!tokens.admits(authorization)) {
            response.setHeader("WWW-Authenticate", "Bearer");
            throw ApiException.of(HttpStatus.UNAUTHORIZED, "metrics_token_required");
        }
        List<MetricFamily> families = families();
        if (accept.contains("application/json")) {
            ListWriter.write(response, out -> putJson(out, families));
        } else {
            response.setContentType(PrometheusText.MEDIA_TYPE);
            response.getOutputStream()
                    .write(PrometheusText.of(families).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void putJson(JsonWriter out, List<MetricFamily> families) {
        out.beginObject().field("time", clock.instant()).name("metrics").beginArray();
        for (MetricFamily family : families) {
            out.beginObject()
                    .field("name", family.name())
                    .field("type", family.type())
                    .field("help", family.help())
                    .name("samples")
                    .beginArray();
            for (MetricFamily.Sample sample : family.samples()) {
                out.beginObject()
                        .field("labels", sample.labels())
                        .field("value", sample.value())
                        .endObject();
            }
            out.endArray().endObject();
        }
        out.endArray().endObject();
    }

    /// Without an agent only the program itself is told of: that it is away is a metric too.
    private List<MetricFamily> families() {
        List<MetricFamily> families = new ArrayList<>();
        boolean connected = agent.state().connected();
        Resources resources = null;
        if (connected) {
            try {
                resources = agent.resources();
                families.addAll(HostMetrics.of(resources));
                families.addAll(HostMetrics.ofServices(agent.services().rows()));
            } catch (ApiException e) {
                connected = false;
            }
        }
        families.addAll(own(connected, resources));
        return families;
    }

    private List<MetricFamily> own(boolean connected, @Nullable Resources resources) {
        Runtime runtime = Runtime.getRuntime();
        Double age =
                resources == null
                        ? null
                        : Duration.between(resources.time(), clock.instant()).toMillis()
                                / MILLIS_PER_SECOND;
        return List.of(
                gauge("procdeck_agent_connected", "1 while the agent answers.")
                        .put(connected ? 1 : 0),
                gauge("procdeck_sample_period_seconds", "The time between two samples.")
                        .put(AgentLink.PERIOD_MILLIS / MILLIS_PER_SECOND),
                gauge("procdeck_sample_age_seconds", "How old the newest sample is.").put(age),
                gauge("procdeck_streams", "Pages that watch live.").put(streams.count()),
                counter("procdeck_streams_dropped_total", "Streams cut because nobody read them.")
                        .put(streams.dropped()),
                gauge("procdeck_server_heap_bytes", "Heap that the server uses.")
                        .put(runtime.totalMemory() - runtime.freeMemory()));
    }
}

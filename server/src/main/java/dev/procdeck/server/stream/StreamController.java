package dev.procdeck.server.stream;

import dev.procdeck.protocol.live.Topic;
import dev.procdeck.server.agent.AgentLink;
import dev.procdeck.server.agent.LinkState;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.ClientConnection;
import dev.procdeck.server.http.FieldProblem;
import dev.procdeck.server.live.EncodedEvent;
import dev.procdeck.server.live.LiveTables;
import dev.procdeck.server.security.Actor;
import dev.procdeck.server.security.Gate;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// `/api/v1/stream`: opens one stream of server-sent events.
@RestController
@RequestMapping("/api/v1/stream")
public class StreamController {
    private static final String OPERATIONS = "operations";
    private static final EncodedEvent LOST =
            EncodedEvent.of(
                    "lost",
                    null,
                    json ->
                            json.beginObject()
                                    .field("topics", List.of(OPERATIONS, "command"))
                                    .endObject());

    private final StreamHub hub;
    private final LiveTables tables;
    private final AgentLink link;
    private final Clock clock;

    StreamController(StreamHub hub, LiveTables tables, AgentLink link, Clock clock) {
        this.hub = hub;
        this.tables = tables;
        this.link = link;
        this.clock = clock;
    }

    /// Opens a stream of the topics, separated by commas: `resources`, `processes`, `sockets`,
    /// `services`, `events`, `operations`.
    @GetMapping
    @Gate
    public void open(
            @RequestParam("topics") String names,
            Actor actor,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Set<String> wanted = parse(names);
        response.setContentType("text/event-stream;charset=UTF-8");
        response.setHeader("X-Accel-Buffering", "no");
        boolean compressed = takesGzip(request);
        if (compressed) {
            response.setHeader("Content-Encoding", "gzip");
            response.addHeader("Vary", "Accept-Encoding");
        }
        if (request.getMethod().equals("HEAD")) {
            return;
        }
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        for (Topic topic : Topic.values()) {
            if (wanted.contains(nameOf(topic))) {
                topics.add(topic);
            }
        }
        hub.reserve(actor);
        Viewer viewer;
        try {
            AsyncContext context = request.startAsync();
            context.setTimeout(0);
            viewer =
                    new Viewer(
                            actor,
                            topics,
                            wanted.contains(OPERATIONS),
                            context,
                            response.getOutputStream(),
                            compressed,
                            new Outflow(topics, tables::full, LOST),
                            hub::leave,
                            ClientConnection.of(request));
        } catch (IOException | RuntimeException e) {
            hub.release(actor);
            throw e;
        }
        LinkState state = link.state();
        viewer.greet(hello(wanted, state), StreamHub.agentEvent(state));
        hub.enter(viewer);
        response.getOutputStream().setWriteListener(viewer);
    }

    private EncodedEvent hello(Set<String> topics, LinkState state) {
        return EncodedEvent.of(
                "hello",
                null,
                json ->
                        json.beginObject()
                                .field("serverTime", clock.instant())
                                .field("bootId", state.bootId())
                                .field("periodMillis", AgentLink.PERIOD_MILLIS)
                                .field("topics", topics)
                                .endObject());
    }

    private static Set<String> parse(String names) {
        Set<String> wanted = new TreeSet<>();
        for (String name : names.split(",", 20)) {
            if (name.isEmpty()) {
                continue;
            }
            boolean known = name.equals(OPERATIONS);
            for (Topic topic : Topic.values()) {
                known |= name.equals(nameOf(topic));
            }
            if (!known) {
                throw ApiException.invalid(
                        FieldProblem.of("topics", "unknown_value", Map.of("value", name)));
            }
            wanted.add(name);
        }
        return wanted;
    }

    private static String nameOf(Topic topic) {
        return topic.name().toLowerCase(Locale.ROOT);
    }

    /// `gzip` with no `q=0`; a client that says anything harder gets plain text.
    private static boolean takesGzip(HttpServletRequest request) {
        String accepted = request.getHeader("Accept-Encoding");
        if (accepted == null) {
            return false;
        }
        for (String part : accepted.split(",", 20)) {
            String[] coding = part.trim().split(";", 2);
            if (coding[0].trim().equalsIgnoreCase("gzip")) {
                return coding.length == 1 || !coding[1].replace(" ", "").matches("q=0(\\.0*)?");
            }
        }
        return false;
    }
}

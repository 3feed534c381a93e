package dev.procdeck.server.agent;

import dev.procdeck.protocol.Problem;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.Resources;
import dev.procdeck.protocol.live.ServiceRow;
import dev.procdeck.protocol.live.SocketRow;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.Category;
import dev.procdeck.server.live.LiveTables;
import dev.procdeck.server.live.LiveTables.Rows;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

/// What requests ask of the host: single questions, and the live tables, which asking keeps alive
/// for a while. Blocks its caller, which is a request on a virtual thread. Thread-safe.
@Service
public class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    /// For a table that is whole, such as one with rates.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /// For any at all, after that: the first table of a large and busy host takes seconds, and
    /// waiting is better than a refusal.
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(8);

    private static final Duration COME_BACK = Duration.ofSeconds(5);

    private final AgentLink link;
    private final LiveTables tables;
    private final Looking looking;

    public Agent(AgentLink link, LiveTables tables, Looking looking) {
        this.link = link;
        this.tables = tables;
        this.looking = looking;
    }

    /// Asks one question.
    ///
    /// @param type the answer that this question has
    /// @throws ApiException why there is none: the agent's own reason, or 503 `agent_unavailable`
    public <A extends Answer> A ask(Query query, Class<A> type) {
        Answer answer;
        try {
            answer = link.send(query, DEADLINE).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        } catch (ExecutionException e) {
            LOG.debug("no answer from the agent", e);
            throw unavailable();
        }
        if (answer instanceof Answer.Refused(Problem problem)) {
            throw problem(problem);
        }
        if (!type.isInstance(answer)) {
            throw new IllegalStateException("the agent answered with " + answer.getClass());
        }
        return type.cast(answer);
    }

    /// The problem for people of a problem of the agent's.
    public static ApiException problem(Problem problem) {
        if (problem.detail() != null) {
            LOG.info("the agent refused with {}: {}", problem.code(), problem.detail());
        }
        return problem(problem.category(), problem.code(), problem.parameters());
    }

    /// The problem for people of a reason that the agent gave.
    public static ApiException problem(
            Problem.Category category, String code, Map<String, String> parameters) {
        Map<String, Object> values = Map.copyOf(parameters);
        return switch (category) {
            case USER -> ApiException.of(HttpStatus.BAD_REQUEST, Category.USER, code, values);
            case DENIED -> ApiException.of(HttpStatus.FORBIDDEN, Category.DENIED, code, values);
            case NOT_FOUND ->
                    ApiException.of(HttpStatus.NOT_FOUND, Category.NOT_FOUND, code, values);
            case CONFLICT -> ApiException.of(HttpStatus.CONFLICT, Category.CONFLICT, code, values);
            case UNAVAILABLE ->
                    ApiException.of(
                            HttpStatus.SERVICE_UNAVAILABLE, Category.UNAVAILABLE, code, values);
            case INTERNAL ->
                    ApiException.of(
                            HttpStatus.INTERNAL_SERVER_ERROR, Category.INTERNAL, code, values);
        };
    }

    /// 503 `agent_unavailable`, with since when.
    public ApiException unavailable() {
        LinkState state = link.state();
        String reason = state.reason() == null ? "no_answer" : state.reason();
        String code = reason.equals("version_mismatch") ? reason : "agent_unavailable";
        return ApiException.of(
                HttpStatus.SERVICE_UNAVAILABLE,
                code,
                Map.of("since", state.since().toString(), "reason", reason));
    }

    public LinkState state() {
        return link.state();
    }

    public Resources resources() {
        return patiently(Topic.RESOURCES, tables::resources);
    }

    public Rows<ProcessRow> processes() {
        return patiently(Topic.PROCESSES, tables::processes);
    }

    public Rows<SocketRow> sockets() {
        return patiently(Topic.SOCKETS, tables::sockets);
    }

    public Rows<ServiceRow> services() {
        return patiently(Topic.SERVICES, tables::services);
    }

    /// Begins to look at all tables at once, so that their first samples come together.
    public void glanceAtTables() {
        looking.glance(Topic.PROCESSES);
        looking.glance(Topic.SOCKETS);
        looking.glance(Topic.SERVICES);
    }

    /// The processes if they are to be had soon; for views in which they are one part of many.
    public @Nullable Rows<ProcessRow> processesSoon() {
        try {
            return look(Topic.PROCESSES, Duration.ofMillis(2500), tables::processes);
        } catch (ApiException e) {
            return null;
        }
    }

    private <T> T patiently(Topic topic, Supplier<@Nullable T> table) {
        T now = look(topic, PATIENCE, table);
        if (now == null) {
            now = look(topic, LONG_PATIENCE, table);
        }
        if (now == null) {
            throw link.state().connected()
                    ? ApiException.busy("host_too_slow", COME_BACK)
                    : unavailable();
        }
        return now;
    }

    /// What there is of a topic, after waiting for what it ought to be.
    private <T> @Nullable T look(Topic topic, Duration patience, Supplier<@Nullable T> table) {
        if (!link.state().connected()) {
            throw unavailable();
        }
        looking.glance(topic);
        try {
            tables.await(topic, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return table.get();
    }
}

package dev.procdeck.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.answer.Answer;
import dev.procdeck.protocol.live.EventFeed;
import dev.procdeck.protocol.live.EventRow;
import dev.procdeck.protocol.operation.Query;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.AgentTest;
import dev.procdeck.server.testing.Browser;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class EventsRouteTest extends AgentTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    private Browser viewer;

    @BeforeEach
    void signIn() {
        viewer = signedIn(Role.VIEWER);
        agent.answer(
                Query.Events.class,
                _ ->
                        new Answer.Events(
                                new EventFeed("polling", "no BTF", TIME, 3, 2),
                                TIME,
                                List.of(
                                        row(2, "web --port 80", "web.service", 1, 4096L),
                                        row(1, "backup", null, 0, null))));
    }

    private static EventRow row(long id, String line, String unit, int code, Long peak) {
        return new EventRow(
                id,
                new EventRow.Begin(new ProcessKey((int) id + 100, 7), TIME, true, 1, "systemd"),
                new EventRow.Program("x", line, true, 0, "root", unit, null),
                new EventRow.End(
                        TIME.plusMillis(1500),
                        code == 0 ? EventRow.Outcome.SUCCEEDED : EventRow.Outcome.FAILED,
                        code,
                        null,
                        false,
                        0.25,
                        peak),
                unit == null ? null : new EventRow.MainProcess(2, EventRow.Aftermath.RESTARTED));
    }

    @Test
    void theFeedIsListedWithWhereItStands() {
        JsonNode all = viewer.get("/api/v1/events").json();
        assertThat(all.get("total").asInt()).isEqualTo(2);
        assertThat(all.get("source").asString()).isEqualTo("polling");
        assertThat(all.get("reason").asString()).isEqualTo("no BTF");
        assertThat(all.get("lost").asInt()).isEqualTo(3);
        JsonNode first = all.at("/items/0");
        assertThat(first.get("outcome").asString()).isEqualTo("failed");
        assertThat(first.get("durationSeconds").asDouble()).isEqualTo(1.5);
        assertThat(first.get("unitFailures").asInt()).isEqualTo(2);
        assertThat(first.get("aftermath").asString()).isEqualTo("restarted");
        assertThat(all.at("/items/1/peakRssBytes").isNull()).as("unknown, never 0").isTrue();
        assertThat(first.propertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(EventList.EventItem.class.getRecordComponents())
                                .map(RecordComponent::getName)
                                .toList());
    }

    @Test
    void queriesSortsAndTimesAreThoseOfEveryList() {
        assertThat(viewer.get("/api/v1/events?q=code:1%20unit:web").json().get("total").asInt())
                .isEqualTo(1);
        assertThat(viewer.get("/api/v1/events?q=duration%3E2").json().get("total").asInt())
                .isZero();
        assertThat(viewer.get("/api/v1/events?sort=id").json().at("/items/0/id").asInt())
                .isEqualTo(1);
        assertThat(viewer.get("/api/v1/events?from=yesterday").status()).isEqualTo(400);
        assertThat(viewer.get("/api/v1/events?sort=nothing").status()).isEqualTo(400);
        viewer.get("/api/v1/events?from=2026-01-02T03:04:05Z&to=2026-01-02T04:00:00%2B00:00");
        assertThat(agent.questions())
                .contains(new Query.Events(TIME, Instant.parse("2026-01-02T04:00:00Z")));
    }
}

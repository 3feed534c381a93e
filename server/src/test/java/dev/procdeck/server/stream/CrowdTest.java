package dev.procdeck.server.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.Topic;
import dev.procdeck.server.live.JsonRows;
import dev.procdeck.server.security.Role;
import dev.procdeck.server.testing.AgentTest;
import dev.procdeck.server.testing.Browser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// 200 viewers of one host, and 20 more that stopped reading (R1, R2). `benchmarks/viewers` is the
/// same with 1,000 and with times.
@Timeout(480)
class CrowdTest extends AgentTest {
    private static final int HEALTHY = 200;
    private static final int STALLED = 20;
    private static final int TICKS = 20;
    private static final int ROWS = 30;

    /// What nobody reads: larger than what a connection may keep, after a few ticks.
    private static final int NAME_CHARACTERS = 900;

    @Autowired private StreamHub hub;

    private final Random random = new Random(11);

    /// One viewer's table, kept up to date on a thread of its own.
    private static final class Table {
        private final SseClient stream;
        private final Map<Integer, String> rows = new TreeMap<>();
        private long tick = -1;
        private int outOfStep;

        Table(SseClient stream) {
            this.stream = stream;
            Thread.ofVirtual().start(this::follow);
        }

        private void follow() {
            while (!stream.hasEnded()) {
                take(stream.next("processes").json());
            }
        }

        private synchronized void take(JsonNode frame) {
            boolean full = frame.has("full");
            if (full) {
                rows.clear();
            } else if (frame.get("base").asLong() != tick) {
                outOfStep++;
            }
            frame.get(full ? "rows" : "changed")
                    .forEach(row -> rows.put(row.get("pid").asInt(), row.get("comm").asString()));
            if (!full) {
                frame.get("gone").forEach(key -> rows.remove(key.get(0).asInt()));
            }
            tick = frame.get("tick").asLong();
        }

        synchronized boolean shows(Map<Integer, String> expected) {
            return outOfStep == 0 && rows.equals(expected);
        }
    }

    private ProcessRow row(int pid, String comm) {
        return JsonRows.process(
                JsonMapper.shared().createObjectNode().put("pid", pid).put("comm", comm));
    }

    /// Text that no compression makes small.
    private String noise() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < NAME_CHARACTERS; i++) {
            text.append((char) ('!' + random.nextInt(90)));
        }
        return text.toString();
    }

    @Test
    void noneButTheStalledAreDroppedAndAllOthersSeeTheSame() throws Exception {
        List<Table> healthy = new ArrayList<>();
        List<SseClient> stalled = new ArrayList<>();
        Browser browser = null;
        // The streams of earlier tests in this server end a moment after their clients.
        awaitEmpty();
        for (int i = 0; i < HEALTHY + STALLED; i++) {
            if (i % StreamHub.MAX_STREAMS_PER_SESSION == 0) {
                browser = signedIn(Role.VIEWER);
            }
            boolean stalls = i >= HEALTHY;
            SseClient stream = SseClient.open(port, browser, "processes", true, stalls ? 4096 : 0);
            stream.next("agent");
            if (stalls) {
                stream.stall();
                stalled.add(stream);
            } else {
                healthy.add(new Table(stream));
            }
        }
        assertThat(hub.count()).isEqualTo(HEALTHY + STALLED);
        await(() -> agent.watched().contains(Topic.PROCESSES));

        Map<Integer, String> expected = new HashMap<>();
        for (int pid = 1; pid <= ROWS; pid++) {
            expected.put(pid, noise());
        }
        agent.processes(rowsOf(expected).toArray(ProcessRow[]::new));
        int tick = 0;
        // A busy machine takes long to fill what a connection may keep.
        long end = System.nanoTime() + 240_000_000_000L;
        while (tick < TICKS || hub.count() > HEALTHY && System.nanoTime() < end) {
            tick++;
            int born = ROWS + tick;
            int gone = tick;
            expected.remove(gone);
            expected.put(born, noise());
            expected.replaceAll((_, comm) -> random.nextInt(3) == 0 ? noise() : comm);
            agent.change(rowsOf(expected), List.of(new ProcessKey(gone, 0)));
            Thread.sleep(1000);
        }
        assertThat(hub.count()).as("the stalled are dropped").isEqualTo(HEALTHY);
        assertThat(healthy).noneMatch(table -> table.stream.hasEnded());
        healthy.forEach(table -> await(() -> table.shows(expected)));
        for (SseClient stream : stalled) {
            stream.resume();
            stream.awaitEnd();
        }
        healthy.forEach(table -> table.stream.close());
    }

    private void awaitEmpty() throws InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (hub.count() > 0 && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(hub.count()).as("streams of earlier tests").isZero();
    }

    private List<ProcessRow> rowsOf(Map<Integer, String> table) {
        return table.entrySet().stream().map(row -> row(row.getKey(), row.getValue())).toList();
    }
}

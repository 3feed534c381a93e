package dev.procdeck.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.live.Live;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.Topic;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A viewer that applies changes holds the same as one that gets the whole table.
class LiveTableTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<TopicEvent> events = new ArrayList<>();
    private final LiveTables tables = new LiveTables();

    LiveTableTest() {
        tables.setSink(
                new LiveTables.Sink() {
                    @Override
                    public boolean wants(Topic topic) {
                        return true;
                    }

                    @Override
                    public void take(TopicEvent event) {
                        events.add(event);
                    }
                });
    }

    private static JsonNode data(TopicEvent event) {
        String text = EventBytes.text(event.encoded());
        assertThat(text).endsWith("\n\n");
        String[] lines = text.strip().split("\n");
        assertThat(lines).hasSize(3);
        assertThat(lines[0]).isEqualTo("event: processes");
        assertThat(lines[1]).isEqualTo("id: " + event.tick());
        return JSON.readTree(lines[2].substring("data: ".length()));
    }

    /// What the page's reducer does.
    private static Map<String, ObjectNode> reduce(Map<String, ObjectNode> held, JsonNode frame) {
        Map<String, ObjectNode> next = new TreeMap<>();
        if (frame.path("full").asBoolean(false)) {
            frame.get("rows").forEach(row -> next.put(key(row), (ObjectNode) row));
            return next;
        }
        next.putAll(held);
        for (JsonNode change : frame.get("changed")) {
            ObjectNode row =
                    next.containsKey(key(change))
                            ? next.get(key(change)).deepCopy()
                            : JSON.createObjectNode();
            change.properties().forEach(field -> row.set(field.getKey(), field.getValue()));
            if (row.path("unavailable").isNull()) {
                row.remove("unavailable");
            }
            next.put(key(change), row);
        }
        frame.get("gone")
                .forEach(
                        gone -> next.remove(gone.get(0).asString() + "/" + gone.get(1).asString()));
        return next;
    }

    private static String key(JsonNode row) {
        return row.get("pid").asString() + "/" + row.get("startTicks").asString();
    }

    @Test
    void changesAddUpToTheWholeTable() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<ProcessKey, ProcessRow> host = new HashMap<>();
        Map<String, ObjectNode> held = Map.of();
        for (long tick = 1; tick <= 60; tick++) {
            List<ProcessRow> rows = new ArrayList<>();
            List<ProcessKey> gone = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ProcessRow row = random(random);
                host.put(row.key(), row);
                rows.removeIf(other -> other.key().equals(row.key()));
                rows.add(row);
            }
            for (ProcessKey key : List.copyOf(host.keySet())) {
                if (random.nextInt(10) == 0 && rows.stream().noneMatch(r -> r.key().equals(key))) {
                    host.remove(key);
                    gone.add(key);
                }
            }
            boolean whole = tick == 1 || random.nextInt(15) == 0;
            Topic lost =
                    tables.apply(
                            new Live.ProcessesFrame(
                                    tick,
                                    whole ? null : tick - 1,
                                    Instant.ofEpochSecond(tick),
                                    "boot",
                                    1000,
                                    whole ? List.copyOf(host.values()) : rows,
                                    whole ? List.of() : gone));
            assertThat(lost).isNull();
            held = reduce(held, data(events.getLast()));
            assertThat(held)
                    .as("seed %d tick %d", seed, tick)
                    .isEqualTo(reduce(Map.of(), data(tables.full(Topic.PROCESSES))));
            assertThat(held).hasSize(host.size());
        }
    }

    private static ProcessRow random(Random random) {
        ObjectNode node = JSON.createObjectNode();
        int pid = 1 + random.nextInt(50);
        node.put("pid", pid).put("startTicks", pid % 3);
        node.put("comm", random.nextBoolean() ? "a\"b\n\u2028" : "nginx");
        if (random.nextBoolean()) {
            node.put("cpuPercent", random.nextInt(4) + 0.04);
            node.put("unit", "x.service");
        }
        node.put("rssBytes", random.nextInt(3) * 4096L);
        return JsonRows.process(node);
    }

    @Test
    void aFrameThatDoesNotFollowAsksForTheTopicAnew() {
        ProcessRow row = JsonRows.process(JsonRows.EMPTY);
        assertThat(tables.apply(frame(5, null, row))).isNull();
        assertThat(tables.apply(frame(7, 6L, row))).isEqualTo(Topic.PROCESSES);
        assertThat(tables.full(Topic.PROCESSES)).isNull();
        assertThat(tables.apply(frame(8, 7L, row))).as("a late one of the old watch").isNull();
        assertThat(tables.apply(frame(9, null, row))).isNull();
        assertThat(tables.full(Topic.PROCESSES).tick()).isEqualTo(9);
    }

    @Test
    void onlyTheFieldsThatChangedAreSent() {
        ObjectNode node = JSON.createObjectNode().put("pid", 7).put("comm", "nginx");
        tables.apply(frame(1, null, JsonRows.process(node.put("cpuPercent", 1.01))));
        tables.apply(frame(2, 1L, JsonRows.process(node.put("cpuPercent", 1.04))));
        assertThat(data(events.getLast()).get("changed")).as("it trembles").isEmpty();
        tables.apply(frame(3, 2L, JsonRows.process(node.put("cpuPercent", 2.0))));
        assertThat(data(events.getLast()).get("changed").toString())
                .isEqualTo("[{\"pid\":7,\"startTicks\":0,\"cpuPercent\":2}]");
    }

    @Test
    void deflatedEventsFollowEachOtherInAnyOrder() throws Exception {
        tables.apply(frame(1, null, JsonRows.process(JSON.createObjectNode().put("pid", 3))));
        tables.apply(frame(2, 1L, JsonRows.process(JSON.createObjectNode().put("pid", 4))));
        byte[] first = EventBytes.of(events.get(0).encoded(), true);
        byte[] second = EventBytes.of(events.get(1).encoded(), true);
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(second);
        both.write(first);
        both.write(second);
        Inflater inflater = new Inflater(true);
        inflater.setInput(both.toByteArray());
        byte[] out = new byte[100_000];
        int length = inflater.inflate(out);
        String plain = new String(out, 0, length, StandardCharsets.UTF_8);
        String one = EventBytes.text(events.get(0).encoded());
        String two = EventBytes.text(events.get(1).encoded());
        assertThat(plain).isEqualTo(two + one + two);
    }

    @Test
    void aTableOfAnySizeIsKeptCompressedAndReadPlainInPieces() {
        List<ProcessRow> rows =
                IntStream.range(0, 30_000)
                        .mapToObj(pid -> JsonRows.process(JSON.createObjectNode().put("pid", pid)))
                        .toList();
        tables.apply(
                new Live.ProcessesFrame(1, null, Instant.EPOCH, "boot", 1000, rows, List.of()));
        EncodedEvent event = events.getLast().encoded();
        assertThat(data(events.getLast()).get("rows")).hasSize(30_000);
        assertThat(event.keptBytes()).isLessThan(EventBytes.of(event, false).length / 15);
        try (EncodedEvent.Pieces pieces = event.pieces(false)) {
            assertThat(pieces.next()).hasSizeLessThan(64 * 1024);
        }
    }

    private static Live frame(long tick, Long base, ProcessRow row) {
        return new Live.ProcessesFrame(
                tick, base, Instant.EPOCH, "boot", 1000, List.of(row), List.of());
    }
}

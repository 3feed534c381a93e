package dev.procdeck.server.live;

import dev.procdeck.protocol.ProcessKey;
import dev.procdeck.protocol.live.ProcessRow;
import dev.procdeck.protocol.live.ServiceRow;
import dev.procdeck.protocol.live.SocketRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Rows for tests from JSON in which only the fields that matter are named.
public final class JsonRows {
    public static final ObjectNode EMPTY = JsonMapper.shared().createObjectNode();

    private JsonRows() {}

    /// A row of the kind that its fields tell of.
    static Object row(JsonNode row) {
        if (Stream.of("localPort", "localAddress", "protocol", "owners").anyMatch(row::has)) {
            return socket(row);
        }
        return Stream.of("name", "description", "mainPid", "activeState").anyMatch(row::has)
                ? service(row)
                : process(row);
    }

    public static ProcessRow process(JsonNode row) {
        return new ProcessRow(
                new ProcessKey(row.path("pid").asInt(0), row.path("startTicks").asLong(0)),
                row.path("ppid").asInt(0),
                Instant.EPOCH,
                row.path("uid").asInt(0),
                row.path("user").asString(""),
                row.path("comm").asString(""),
                row.path("cmdline").asString(""),
                text(row, "exe"),
                row.path("state").asString("S").charAt(0),
                real(row, "cpuPercent"),
                row.path("cpuSeconds").asDouble(0),
                row.path("rssBytes").asLong(0),
                row.path("virtualBytes").asLong(0),
                row.path("threads").asInt(1),
                row.path("nice").asInt(0),
                row.path("priority").asInt(20),
                real(row, "readBytesPerSecond"),
                real(row, "writeBytesPerSecond"),
                text(row, "unit"),
                text(row, "container"),
                row.path("kernelThread").asBoolean(false),
                text(row, "protected"),
                Map.of());
    }

    public static SocketRow socket(JsonNode row) {
        List<SocketRow.Owner> owners = new ArrayList<>();
        for (JsonNode owner : row.path("owners")) {
            ProcessKey key =
                    new ProcessKey(owner.get("pid").asInt(), owner.path("startTicks").asLong(0));
            owners.add(new SocketRow.Owner(key, owner.path("program").asString("")));
        }
        return new SocketRow(
                row.path("id").asLong(0),
                row.path("protocol").asString(""),
                row.path("recvQ").asLong(0),
                row.path("sendQ").asLong(0),
                row.path("localAddress").asString(""),
                row.path("localPort").asInt(0),
                row.path("remoteAddress").asString(""),
                number(row, "remotePort") == null ? null : row.get("remotePort").asInt(),
                row.path("state").asString(""),
                row.path("uid").asInt(0),
                row.path("user").asString(""),
                row.path("inode").asLong(0),
                owners,
                null,
                text(row, "unit"),
                number(row, "rttMicros"),
                number(row, "retransmits"));
    }

    public static ServiceRow service(JsonNode row) {
        return new ServiceRow(
                row.path("name").asString(""),
                row.path("manager").asString(""),
                row.path("description").asString(""),
                row.path("loadState").asString(""),
                row.path("activeState").asString(""),
                row.path("subState").asString(""),
                row.path("fileState").asString(""),
                text(row, "result"),
                number(row, "mainPid") == null ? null : row.get("mainPid").asInt(),
                number(row, "memoryBytes"),
                real(row, "cpuPercent"),
                real(row, "cpuSeconds"),
                number(row, "tasks"),
                number(row, "restarts"),
                null,
                text(row, "protected"),
                Set.of(),
                Map.of());
    }

    private static String text(JsonNode row, String name) {
        return row.hasNonNull(name) ? row.get(name).asString() : null;
    }

    private static Double real(JsonNode row, String name) {
        return row.hasNonNull(name) ? row.get(name).asDouble() : null;
    }

    private static Long number(JsonNode row, String name) {
        return row.hasNonNull(name) ? row.get(name).asLong() : null;
    }
}

package dev.procdeck.server.operations;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/// Writes the whole log out, oldest first, in constant memory. The export is itself a row of the
/// log, written before the first line. Thread-safe.
@Service
public class OperationExport {
    private final OperationRepository operations;
    private final AuditRepository entries;
    private final AuditTombstoneRepository tombstones;
    private final OperationLog log;
    private final JsonMapper json;

    OperationExport(
            OperationRepository operations,
            AuditRepository entries,
            AuditTombstoneRepository tombstones,
            OperationLog log,
            JsonMapper json) {
        this.operations = operations;
        this.entries = entries;
        this.tombstones = tombstones;
        this.log = log;
        this.json = json;
    }

    private void writeLine(Writer writer, Object line) throws IOException {
        writer.write(json.writeValueAsString(line));
        writer.write('\n');
    }

    /// One JSON object a line, each with its links of the chain as they were when the export began:
    /// [ExportVerifier] checks the file without the database.
    public void writeJsonLines(OutputStream out) throws IOException {
        note("jsonl");
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        long last = operations.findMaxId();
        long lastSeq = entries.findFirstByOrderBySeqDesc().map(AuditEntry::seq).orElse(0L);
        AuditTombstone tombstone = tombstones.findFirstByOrderByLastSeqDesc().orElse(null);
        if (tombstone != null) {
            writeLine(
                    writer,
                    Map.of(
                            "tombstone",
                            Map.of(
                                    "lastSeq", tombstone.lastSeq(),
                                    "lastHash", tombstone.lastHash())));
        }
        forEachChunk(chunk -> {
            List<Long> ids = chunk.stream().map(OperationRow::requireId).toList();
            Map<Long, List<AuditEntry>> links =
                    entries.listOf(ids).stream()
                            .filter(entry -> entry.seq() <= lastSeq)
                            .collect(Collectors.groupingBy(AuditEntry::operationId));
            for (OperationRow row : chunk) {
                if (row.requireId() <= last) {
                    Map<String, @Nullable Object> line = fields(row);
                    line.put("entries", links.getOrDefault(row.requireId(), List.of()));
                    writeLine(writer, line);
                }
            }
        });
        writer.flush();
    }

    /// RFC 4180 with a header line. A cell that a spreadsheet would take for a formula begins with
    /// an apostrophe (I10).
    public void writeCsv(OutputStream out) throws IOException {
        note("csv");
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        boolean[] headed = new boolean[1];
        forEachChunk(chunk -> {
            for (OperationRow row : chunk) {
                Map<String, @Nullable Object> fields = fields(row);
                if (!headed[0]) {
                    headed[0] = true;
                    writer.write(String.join(",", fields.keySet()) + "\r\n");
                }
                writer.write(
                        fields.values().stream()
                                        .map(value -> cell(Objects.toString(value, "")))
                                        .collect(Collectors.joining(","))
                                + "\r\n");
            }
        });
        writer.flush();
    }

    static String cell(String text) {
        boolean formula = !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0;
        String safe = formula ? "'" + text : text;
        return safe.matches("[^\",\r\n]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }

    private interface ChunkWriter {
        void write(List<OperationRow> rows) throws IOException;
    }

    private void forEachChunk(ChunkWriter writer) throws IOException {
        long after = 0;
        for (List<OperationRow> chunk = operations.listAfter(after);
                !chunk.isEmpty();
                chunk = operations.listAfter(after)) {
            writer.write(chunk);
            after = chunk.getLast().requireId();
        }
    }

    private static Map<String, @Nullable Object> fields(OperationRow row) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", row.requireId());
        fields.put("logTime", row.logTime());
        fields.put("endTime", row.endTime());
        fields.put("logType", row.logType().word());
        fields.put("operation", row.operation());
        fields.put("retStatus", row.retStatus().word());
        fields.put("userName", row.userName());
        fields.put("role", row.role().word());
        fields.put("remoteAddress", row.remoteAddress());
        fields.put("target", row.target());
        fields.put("targetKind", row.targetKind());
        fields.put("detail", row.detail());
        fields.put("outcome", row.outcome());
        fields.put("before", row.before());
        fields.put("after", row.after());
        fields.put("mode", row.mode());
        fields.put("durationMillis", row.durationMillis());
        fields.put("requestId", row.requestId());
        fields.put("bootId", row.bootId());
        fields.put("monotonicNanos", row.monotonicNanos());
        fields.put("factors", row.factors());
        return fields;
    }

    private void note(String format) {
        log.note(
                Intent.ofSystem("audit_export", "console", format, "log"),
                RetStatus.SUCCEEDED,
                Outcome.of("exported", Map.of("format", format)));
    }
}

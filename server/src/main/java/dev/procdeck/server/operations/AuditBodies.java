package dev.procdeck.server.operations;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// What the links of the chain say about a row, in a fixed order of fields. A verifier makes the
/// same text from the same row.
@Component
class AuditBodies {
    /// What the two kinds of body hold, in their order.
    static final List<String> INTENT_FIELDS =
            List.of(
                    "id",
                    "logTime",
                    "logType",
                    "operation",
                    "userName",
                    "role",
                    "remoteAddress",
                    "target",
                    "targetKind",
                    "detail",
                    "mode",
                    "requestId",
                    "bootId",
                    "monotonicNanos",
                    "factors");

    static final List<String> OUTCOME_FIELDS =
            List.of("id", "retStatus", "endTime", "outcome", "before", "after");

    private final JsonMapper json;

    AuditBodies(JsonMapper json) {
        this.json = json;
    }

    String intent(OperationRow row) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", row.requireId());
        body.put("logTime", row.logTime().toString());
        body.put("logType", row.logType().word());
        body.put("operation", row.operation());
        body.put("userName", row.userName());
        body.put("role", row.role().word());
        body.put("remoteAddress", row.remoteAddress());
        body.put("target", row.target());
        body.put("targetKind", row.targetKind());
        body.put("detail", row.detail());
        body.put("mode", row.mode());
        body.put("requestId", row.requestId());
        // Rows from before these were recorded have entries without them.
        putKnown(body, "bootId", row.bootId());
        putKnown(body, "monotonicNanos", row.monotonicNanos());
        putKnown(body, "factors", row.factors());
        return json.writeValueAsString(body);
    }

    private static void putKnown(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    String outcome(OperationRow row) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", row.requireId());
        body.put("retStatus", row.retStatus().word());
        body.put("endTime", String.valueOf(row.endTime()));
        body.put("outcome", row.outcome());
        body.put("before", row.before());
        body.put("after", row.after());
        return json.writeValueAsString(body);
    }
}

package dev.procdeck.server.operations;

import dev.procdeck.server.http.ApiException;
import dev.procdeck.server.http.FieldProblem;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;

/// The fields that the log can be sorted by: `target`, or `-target` for the other way round.
enum OperationSort {
    ID("id", "id"),
    LOG_TIME("logTime", "logTime"),
    END_TIME("endTime", "endTime"),
    LOG_TYPE("logType", "logType"),
    OPERATION("operation", "operation"),
    RET_STATUS("retStatus", "retStatus"),
    /// What is seen is what has a small id.
    LOG_STATUS("logStatus", "id"),
    USER_NAME("userName", "userName"),
    ROLE("role", "role"),
    REMOTE_ADDRESS("remoteAddress", "remoteAddress"),
    TARGET("target", "target"),
    TARGET_KIND("targetKind", "targetKind"),
    DETAIL("detail", "detail"),
    DURATION_MILLIS("durationMillis", "durationMillis"),
    MODE("mode", "mode"),
    REQUEST_ID("requestId", "requestId");

    private final String field;
    private final String property;

    OperationSort(String field, String property) {
        this.field = field;
        this.property = property;
    }

    /// The order of a `sort` parameter; the newest first without one, and among equals.
    static Sort parse(@Nullable String text) {
        Sort newestFirst = Sort.by(Sort.Direction.DESC, ID.property);
        if (text == null) {
            return newestFirst;
        }
        boolean descending = text.startsWith("-");
        String name = descending ? text.substring(1) : text;
        for (OperationSort sort : values()) {
            if (sort.field.equals(name)) {
                Sort order =
                        Sort.by(
                                descending ? Sort.Direction.DESC : Sort.Direction.ASC,
                                sort.property);
                return sort.property.equals(ID.property) ? order : order.and(newestFirst);
            }
        }
        throw ApiException.invalid(FieldProblem.of("sort", "invalid"));
    }
}

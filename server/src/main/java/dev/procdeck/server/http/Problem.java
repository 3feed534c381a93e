package dev.procdeck.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An error answer (RFC 9457) with our members: a stable code the page translates, and the id of
/// the request, which the server's log carries too. Immutable.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        Category category,
        String requestId,
        Map<String, Object> parameters,
        List<FieldProblem> errors,
        @Nullable Long operationId) {
    public Problem {
        parameters = Map.copyOf(parameters);
        errors = List.copyOf(errors);
    }
}

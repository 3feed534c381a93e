package dev.procdeck.server.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How an operation ended, for people: a code with values that the page puts into words, and what
/// was observed. Immutable.
///
/// @param code a stable word such as `started_then_died`
/// @param parameters values for the sentence
/// @param lines log or output lines that explain it
/// @param exitCode exit status of what ran, if something did
/// @param exitSignal the signal that ended it, if one did
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Outcome(
        String code,
        Map<String, Object> parameters,
        List<String> lines,
        @Nullable Integer exitCode,
        @Nullable String exitSignal) {
    public Outcome {
        parameters = parameters == null ? Map.of() : Map.copyOf(parameters);
        lines = lines == null ? List.of() : List.copyOf(lines);
    }

    /// An outcome that its code says all about.
    public static Outcome of(String code) {
        return of(code, Map.of());
    }

    /// An outcome with values.
    public static Outcome of(String code, Map<String, Object> parameters) {
        return new Outcome(code, parameters, List.of(), null, null);
    }
}

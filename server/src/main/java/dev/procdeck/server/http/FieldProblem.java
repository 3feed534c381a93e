package dev.procdeck.server.http;

import java.util.Map;

/// What is wrong with one field of a request. Immutable.
///
/// @param field the field's JSON name
/// @param code a stable word, translated by the page
/// @param parameters values for the sentence
/// @param message the sentence in the language of the request
public record FieldProblem(
        String field, String code, Map<String, Object> parameters, String message) {
    public FieldProblem {
        parameters = Map.copyOf(parameters);
    }

    /// A problem whose sentence is still to be written.
    public static FieldProblem of(String field, String code) {
        return of(field, code, Map.of());
    }

    /// A problem with values, whose sentence is still to be written.
    public static FieldProblem of(String field, String code, Map<String, Object> parameters) {
        return new FieldProblem(field, code, parameters, "");
    }
}

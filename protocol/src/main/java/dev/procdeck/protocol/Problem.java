package dev.procdeck.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Why an operation was refused or failed before it became an act on the host.
///
/// @param category decides the HTTP status
/// @param code stable, for example `protected_unit`; people's words are made from it
/// @param parameters named values for the words, for example `unit` or `nearest`
/// @param detail the internal cause for the log, never shown to people
public record Problem(
        Category category, String code, Map<String, String> parameters, @Nullable String detail) {
    public Problem {
        parameters = Map.copyOf(parameters);
    }

    public Problem(Category category, String code, Map<String, String> parameters) {
        this(category, code, parameters, null);
    }

    /// The kinds of trouble, in the order of whose fault they are.
    public enum Category {
        USER,
        DENIED,
        NOT_FOUND,
        CONFLICT,
        UNAVAILABLE,
        INTERNAL
    }
}

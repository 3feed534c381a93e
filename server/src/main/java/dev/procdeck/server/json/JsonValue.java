package dev.procdeck.server.json;

/// Something that knows its own JSON.
@FunctionalInterface
public interface JsonValue {
    /// Writes exactly one value.
    void writeTo(JsonWriter json);
}

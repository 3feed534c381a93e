package dev.procdeck.server.listing;

import dev.procdeck.server.json.Columns;
import dev.procdeck.server.json.JsonWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/// Writes list answers to a response as they are made.
public final class ListWriter {
    private ListWriter() {}

    /// Writes one JSON document.
    public static void write(HttpServletResponse response, Consumer<JsonWriter> document)
            throws IOException {
        response.setContentType("application/json");
        JsonWriter json = new JsonWriter(response.getOutputStream());
        try {
            document.accept(json);
            json.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// Writes `total` and `items` into an open object.
    public static <R> void putPart(JsonWriter json, ListRequest.Part<R> part, Columns<R> columns) {
        json.field("total", part.total()).name("items").beginArray();
        part.items().forEach(row -> columns.put(json, row));
        json.endArray();
    }
}

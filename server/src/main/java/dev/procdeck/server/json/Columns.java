package dev.procdeck.server.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The JSON fields of one kind of row, whole or only those that changed. Immutable; thread-safe.
public final class Columns<R> {
    private record Column<R>(String name, Function<R, @Nullable Object> value, boolean key) {}

    private final List<Column<R>> columns;

    private Columns(List<Column<R>> columns) {
        this.columns = List.copyOf(columns);
    }

    public static <R> Builder<R> of(Class<R> rowType) {
        return new Builder<>();
    }

    /// The names in the order in which they are written.
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /// Writes the fields of a whole row, without the braces.
    public void putFields(JsonWriter json, R row) {
        for (Column<R> column : columns) {
            Object value = column.value().apply(row);
            if (value != OMITTED) {
                json.field(column.name(), value);
            }
        }
    }

    /// Writes a whole row.
    public void put(JsonWriter json, R row) {
        json.beginObject();
        putFields(json, row);
        json.endObject();
    }

    /// Writes the key and the fields that differ, or nothing where none does.
    public void putChange(JsonWriter json, R before, R after) {
        boolean open = false;
        for (Column<R> column : columns) {
            if (column.key()) {
                continue;
            }
            Object value = column.value().apply(after);
            if (Objects.equals(column.value().apply(before), value)) {
                continue;
            }
            if (!open) {
                open = true;
                json.beginObject();
                putKey(json, after);
            }
            json.field(column.name(), value == OMITTED ? null : value);
        }
        if (open) {
            json.endObject();
        }
    }

    private void putKey(JsonWriter json, R row) {
        for (Column<R> column : columns) {
            if (column.key()) {
                json.field(column.name(), column.value().apply(row));
            }
        }
    }

    /// The value of a field that a whole row leaves out, and a change sets to null.
    public static final Object OMITTED = Set.of("omitted");

    /// Gathers columns in the order in which they are written.
    public static final class Builder<R> {
        private final List<Column<R>> columns = new ArrayList<>();

        /// A field that names the row: present in every change.
        public Builder<R> key(String name, Function<R, @Nullable Object> value) {
            columns.add(new Column<>(name, value, true));
            return this;
        }

        public Builder<R> field(String name, Function<R, @Nullable Object> value) {
            columns.add(new Column<>(name, value, false));
            return this;
        }

        public Columns<R> build() {
            return new Columns<>(columns);
        }
    }
}

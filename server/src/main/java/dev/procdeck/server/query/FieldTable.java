package dev.procdeck.server.query;

import dev.procdeck.server.query.Field.NumberField;
import dev.procdeck.server.query.Field.Numbers;
import dev.procdeck.server.query.Field.TextField;
import dev.procdeck.server.query.Field.Texts;
import dev.procdeck.server.query.Field.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The fields of one kind of row, found by name or alias whatever the case.
public final class FieldTable<R> {
    private final List<Field<R>> fields;
    private final Map<String, Field<R>> byKey = new HashMap<>();
    private final Map<String, Field<R>> byName = new HashMap<>();

    private FieldTable(List<Field<R>> fields) {
        this.fields = List.copyOf(fields);
        for (Field<R> field : fields) {
            byName.put(field.name(), field);
            if (field instanceof NumberField<R> number && number.sortOnly()) {
                continue;
            }
            register(field.name(), field);
            field.aliases().forEach(alias -> register(alias, field));
        }
    }

    private void register(String key, Field<R> field) {
        if (byKey.put(key.toLowerCase(Locale.ROOT), field) != null) {
            throw new IllegalArgumentException("two fields answer to " + key);
        }
    }

    public static <R> Builder<R> of(Class<R> rowType) {
        return new Builder<>();
    }

    public List<Field<R>> fields() {
        return fields;
    }

    /// Whether a query may use this key.
    public boolean knows(String key) {
        return byKey.containsKey(key.toLowerCase(Locale.ROOT));
    }

    @Nullable Field<R> find(String key) {
        return byKey.get(key.toLowerCase(Locale.ROOT));
    }

    /// The order that `sort` asks for: a field's name, with `-` before it for descending.
    ///
    /// @throws QueryException `unknown_field`
    public RowOrder<R> order(String sort) {
        boolean descending = sort.startsWith("-");
        String name = descending ? sort.substring(1) : sort;
        Field<R> field = byName.get(name);
        if (field == null) {
            throw new QueryException("unknown_field", descending ? 1 : 0, Map.of("field", name));
        }
        return new RowOrder<>(field, descending);
    }

    /// Gathers fields in the order in which words look into them.
    public static final class Builder<R> {
        private final List<Field<R>> fields = new ArrayList<>();

        /// Free text that words look into; `key:value` means "contains".
        public Builder<R> text(
                String name, Function<R, @Nullable String> value, String... aliases) {
            return texts(name, Field.text(value), aliases);
        }

        public Builder<R> texts(String name, Texts<R> values, String... aliases) {
            fields.add(new TextField<>(name, List.of(aliases), true, false, values));
            return this;
        }

        /// Free text that only a key finds: another field holds it for words already.
        public Builder<R> unsearchedText(
                String name, Function<R, @Nullable String> value, String... aliases) {
            fields.add(new TextField<>(name, List.of(aliases), false, false, Field.text(value)));
            return this;
        }

        /// A word of a small vocabulary; `key:value` means "starts with".
        public Builder<R> word(
                String name,
                boolean searched,
                Function<R, @Nullable String> value,
                String... aliases) {
            return words(name, searched, Field.text(value), aliases);
        }

        public Builder<R> words(String name, boolean searched, Texts<R> values, String... aliases) {
            fields.add(new TextField<>(name, List.of(aliases), searched, true, values));
            return this;
        }

        /// A number that words look into by its digits.
        public Builder<R> digits(String name, Numbers<R> values, String... aliases) {
            fields.add(new NumberField<>(name, List.of(aliases), true, false, Unit.NONE, values));
            return this;
        }

        public Builder<R> number(
                String name, Unit unit, Function<R, @Nullable Number> value, String... aliases) {
            fields.add(
                    new NumberField<>(
                            name, List.of(aliases), false, false, unit, Field.number(value)));
            return this;
        }

        /// A field that lists can be sorted by and no query can name.
        public Builder<R> sortOnly(String name, Numbers<R> values) {
            fields.add(new NumberField<>(name, List.of(), false, true, Unit.NONE, values));
            return this;
        }

        public FieldTable<R> build() {
            return new FieldTable<>(fields);
        }
    }
}

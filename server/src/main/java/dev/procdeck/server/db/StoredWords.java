package dev.procdeck.server.db;

import java.util.ArrayList;
import java.util.List;

/// The enums a feature keeps in the database; each feature declares one such bean. Immutable.
public record StoredWords(List<Object> converters) {
    public StoredWords {
        converters = List.copyOf(converters);
    }

    /// The converters for these enums.
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static StoredWords of(Class<? extends Enum<?>>... types) {
        List<Object> converters = new ArrayList<>();
        for (Class<? extends Enum<?>> type : types) {
            converters.add(reader(type));
        }
        return new StoredWords(converters);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object reader(Class<? extends Enum<?>> type) {
        return new WordConverter.FromText(type.asSubclass(Word.class));
    }
}

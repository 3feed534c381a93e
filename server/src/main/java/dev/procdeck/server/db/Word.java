package dev.procdeck.server.db;

import com.fasterxml.jackson.annotation.JsonValue;

/// An enum constant that is one lower-case word in JSON, in queries and in the database.
public interface Word {
    /// The word, as people and programs outside see it.
    @JsonValue
    String word();

    /// The constant of a word; exact, unlike a name.
    static <E extends Enum<E> & Word> E parse(Class<E> type, String word) {
        for (E constant : type.getEnumConstants()) {
            if (constant.word().equals(word)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("no such " + type.getSimpleName());
    }
}

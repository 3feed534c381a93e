package dev.procdeck.server.operations;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.procdeck.server.db.Word;

/// How an operation ended.
public enum RetStatus implements Word {
    /// It was recorded and has not ended.
    PENDING("pending"),
    SUCCEEDED("succeeded"),
    FAILED("failed"),
    /// It was not allowed and nothing happened.
    REFUSED("refused"),
    /// Nobody saw how it ended; it is never done again.
    UNKNOWN("unknown");

    private final String word;

    RetStatus(String word) {
        this.word = word;
    }

    @Override
    @JsonValue
    public String word() {
        return word;
    }

    /// The status of a word.
    @JsonCreator
    public static RetStatus of(String word) {
        return Word.parse(RetStatus.class, word);
    }
}

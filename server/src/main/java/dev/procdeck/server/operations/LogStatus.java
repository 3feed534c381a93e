package dev.procdeck.server.operations;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.procdeck.server.db.Word;

/// Whether the one who asks has seen a row.
public enum LogStatus implements Word {
    SEEN("seen"),
    UNSEEN("unseen");

    private final String word;

    LogStatus(String word) {
        this.word = word;
    }

    @Override
    @JsonValue
    public String word() {
        return word;
    }

    /// The status of a word.
    @JsonCreator
    public static LogStatus of(String word) {
        return Word.parse(LogStatus.class, word);
    }
}

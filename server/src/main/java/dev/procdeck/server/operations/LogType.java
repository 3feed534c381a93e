package dev.procdeck.server.operations;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.procdeck.server.db.Word;
import java.util.Arrays;
import java.util.List;

/// What kind of thing somebody did.
public enum LogType implements Word {
    SERVICE("service", true),
    SIGNAL("signal", true),
    PRIORITY("priority", true),
    COMMAND("command", true),
    /// Accounts, tokens, the policy and the log itself; and secrets of processes that were looked
    /// at.
    ACCOUNT("account", false),
    /// Sign-ins, their failures, step-ups, sign-outs.
    SESSION("session", false);

    private final String word;
    private final boolean act;

    LogType(String word, boolean act) {
        this.word = word;
        this.act = act;
    }

    /// The kinds that act on the host; the badge counts these.
    public static List<LogType> acts() {
        return Arrays.stream(values()).filter(type -> type.act).toList();
    }

    @Override
    @JsonValue
    public String word() {
        return word;
    }

    /// The kind of a word.
    @JsonCreator
    public static LogType of(String word) {
        return Word.parse(LogType.class, word);
    }
}

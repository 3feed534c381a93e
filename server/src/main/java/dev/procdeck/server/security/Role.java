package dev.procdeck.server.security;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.procdeck.server.db.Word;
import java.util.EnumSet;
import java.util.Set;

/// The roles and what each may do: the one table that the gates, the page (through `rights` in the
/// session) and the tests read. Operators hold every service right here because the agent's policy
/// decides unit by unit.
public enum Role implements Word {
    VIEWER("viewer", EnumSet.of(Right.LOOK)),
    OPERATOR(
            "operator",
            EnumSet.of(
                    Right.LOOK,
                    Right.SERVICE_START,
                    Right.SERVICE_STOP,
                    Right.SERVICE_RESTART,
                    Right.SERVICE_RELOAD,
                    Right.SERVICE_ENABLE,
                    Right.SERVICE_DISABLE,
                    Right.SERVICE_RESET_FAILED,
                    Right.SIGNAL,
                    Right.TEMPLATE,
                    Right.PRIORITY)),
    ADMIN("admin", EnumSet.allOf(Right.class));

    private final String word;
    private final Set<Right> rights;

    Role(String word, Set<Right> rights) {
        this.word = word;
        this.rights = Set.copyOf(rights);
    }

    /// Whether this role holds the right.
    public boolean may(Right right) {
        return rights.contains(right);
    }

    @Override
    @JsonValue
    public String word() {
        return word;
    }

    /// The role of a word; exact, unlike a name.
    @JsonCreator
    public static Role of(String word) {
        return Word.parse(Role.class, word);
    }
}

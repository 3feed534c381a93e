package dev.procdeck.host.journal;

import dev.procdeck.host.services.LogLine;
import dev.procdeck.host.systemd.UnitName;
import java.util.OptionalInt;

/// Which lines are wanted. Everything in it is checked when it is made, so that it can go into an
/// argument vector as it is.
///
/// @param unit whose lines; empty for all units (only with an invocation)
/// @param invocationId of which run, 32 hex digits; empty for all runs
/// @param priority the least important still wanted, 0–7; empty for all
/// @param afterCursor only lines after this one, the first `max` of them; empty for the last `max`
///   lines
public record LogQuery(
        String unit, String invocationId, OptionalInt priority, String afterCursor, int max) {

    public static final int MOST_LINES = 10_000;

    public LogQuery {
        if (!unit.isEmpty() && UnitName.parse(unit).isEmpty()) {
            throw new IllegalArgumentException("unit name");
        }
        if (!invocationId.isEmpty() && !invocationId.matches("[0-9a-f]{32}")) {
            throw new IllegalArgumentException("invocation id");
        }
        if (unit.isEmpty() && invocationId.isEmpty()) {
            throw new IllegalArgumentException("neither unit nor invocation");
        }
        if (priority.isPresent() && (priority.getAsInt() < 0 || priority.getAsInt() > 7)) {
            throw new IllegalArgumentException("priority");
        }
        if (!afterCursor.isEmpty() && !afterCursor.matches("[A-Za-z0-9=;]{1,512}")) {
            throw new IllegalArgumentException("cursor");
        }
        if (max < 1 || max > MOST_LINES) {
            throw new IllegalArgumentException("number of lines");
        }
    }

    /// The last lines of a unit, of one run or of all.
    public static LogQuery last(String unit, String invocationId, int max) {
        return new LogQuery(unit, invocationId, OptionalInt.empty(), "", max);
    }

    /// Whether a line that is being written now is wanted.
    public boolean matches(LogLine line) {
        boolean important =
                priority.isEmpty()
                        || line.priority().isPresent()
                                && line.priority().getAsInt() <= priority.getAsInt();
        boolean run = invocationId.isEmpty() || invocationId.equals(line.invocationId());
        boolean mine =
                unit.isEmpty() || line.unit().equals(UnitName.parse(unit).orElseThrow().value());
        return important && run && mine;
    }
}

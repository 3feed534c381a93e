package dev.procdeck.protocol.answer;

import java.util.List;

/// Why one person may or may not do one thing.
///
/// @param target the name that was judged: aliases are resolved
/// @param lines every line of the policy that speaks of it, in the order of the file
public record PolicyExplanation(String target, Permission permission, List<Line> lines)
        implements Answer {
    public PolicyExplanation {
        lines = List.copyOf(lines);
    }

    /// One line that speaks of the act.
    ///
    /// @param source the file's path, or `built-in`
    /// @param line its number from 1
    /// @param effect `allow`, `deny`, `protect` or `confirm`
    /// @param decides whether the decision rests on it
    public record Line(String source, int line, String text, String effect, boolean decides) {}
}

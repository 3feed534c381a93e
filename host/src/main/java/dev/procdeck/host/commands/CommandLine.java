package dev.procdeck.host.commands;

import java.util.ArrayList;
import java.util.List;

/// A command as typed, split into an argument vector. Quotes are understood and nothing else is: no
/// variables, globs, redirections or substitutions; such characters stay what they are.
///
/// Rules: blanks separate; `'…'` takes everything literally; in `"…"` a backslash escapes `"` and
/// `\` only; outside quotes a backslash escapes any one character. `""` is an empty argument.
public record CommandLine(List<String> arguments) {

    /// Longest text accepted, in characters.
    public static final int MAX_LENGTH = 4096;

    public static final int MAX_ARGUMENTS = 256;

    public CommandLine {
        arguments = List.copyOf(arguments);
    }

    /// The outcome of splitting.
    public sealed interface Parsed {}

    public record Valid(CommandLine line) implements Parsed {}

    /// @param column 1-based, in characters
    public record Invalid(Problem problem, int column) implements Parsed {}

    public enum Problem {
        EMPTY,
        TOO_LONG,
        TOO_MANY_ARGUMENTS,
        /// A quote that is never closed; the column is where it opens.
        OPEN_QUOTE,
        /// A backslash with nothing behind it.
        LONE_BACKSLASH,
        /// NUL, newline or another control character (a tab outside quotes is a blank).
        CONTROL_CHARACTER,
        /// Half of a surrogate pair.
        BROKEN_CHARACTER
    }

    public String program() {
        return arguments.getFirst();
    }

    public static Parsed parse(String typed) {
        return new Splitter(typed).split();
    }

    private static final class Splitter {
        private final String text;
        private final List<String> arguments = new ArrayList<>();
        private final StringBuilder argument = new StringBuilder();
        private boolean inArgument;
        private int at;

        Splitter(String text) {
            this.text = text;
        }

        Parsed split() {
            if (text.length() > MAX_LENGTH) {
                return new Invalid(Problem.TOO_LONG, MAX_LENGTH + 1);
            }
            int quoteAt = -1;
            char quote = 0;
            for (at = 0; at < text.length(); at++) {
                char c = text.charAt(at);
                if (isBroken(c)) {
                    return new Invalid(Problem.BROKEN_CHARACTER, at + 1);
                }
                if (Character.isISOControl(c) && !(c == '\t' && quote == 0)) {
                    return new Invalid(Problem.CONTROL_CHARACTER, at + 1);
                }
                if (quote != 0) {
                    if (c == quote) {
                        quote = 0;
                    } else if (c == '\\' && quote == '"' && nextIs("\"\\")) {
                        argument.append(text.charAt(++at));
                    } else {
                        argument.append(c);
                    }
                } else if (c == '\'' || c == '"') {
                    quote = c;
                    quoteAt = at;
                    inArgument = true;
                } else if (c == ' ' || c == '\t') {
                    endArgument();
                } else if (c == '\\') {
                    if (at + 1 == text.length()) {
                        return new Invalid(Problem.LONE_BACKSLASH, at + 1);
                    }
                    char escaped = text.charAt(++at);
                    if (Character.isISOControl(escaped)) {
                        return new Invalid(Problem.CONTROL_CHARACTER, at + 1);
                    }
                    if (isBroken(escaped)) {
                        return new Invalid(Problem.BROKEN_CHARACTER, at + 1);
                    }
                    argument.append(escaped);
                    inArgument = true;
                } else {
                    argument.append(c);
                    inArgument = true;
                }
            }
            if (quote != 0) {
                return new Invalid(Problem.OPEN_QUOTE, quoteAt + 1);
            }
            endArgument();
            if (arguments.isEmpty() || arguments.getFirst().isEmpty()) {
                return new Invalid(Problem.EMPTY, 1);
            }
            if (arguments.size() > MAX_ARGUMENTS) {
                return new Invalid(Problem.TOO_MANY_ARGUMENTS, text.length());
            }
            return new Valid(new CommandLine(arguments));
        }

        private void endArgument() {
            if (inArgument) {
                arguments.add(argument.toString());
                argument.setLength(0);
                inArgument = false;
            }
        }

        private boolean nextIs(String these) {
            return at + 1 < text.length() && these.indexOf(text.charAt(at + 1)) >= 0;
        }

        private boolean isBroken(char c) {
            if (Character.isHighSurrogate(c)) {
                return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
            }
            return Character.isLowSurrogate(c)
                    && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
        }
    }
}
